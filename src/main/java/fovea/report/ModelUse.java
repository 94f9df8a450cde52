package fovea.report;

import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.Whitening;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.NetworkShape;

/**
 * Words and code that say how to use a model elsewhere.
 *
 * @param read values of an example before preprocessing
 */
record ModelUse(Architecture architecture, Preprocessing preprocessing, int read) {
  String input() {
    return !(preprocessing instanceof Preprocessing.None)
        ? "It takes examples after the preprocessing below."
        : "It takes the values as they are%s."
            .formatted(architecture.decoder().isWithinUnitInterval() ? ", between 0 and 1" : "");
  }

  String commandLine() {
    return "java -jar target/fovea.jar evaluate model.safetensors my-data/";
  }

  String java() {
    NetworkShape shape = architecture.shape();
    return """
        Autoencoder network = ModelFile.read(Path.of("model.safetensors")).network();
        float[] hidden = new float[n * %d];
        network.encodeBatch(x, n, hidden);        // x: n * %d floats
        network.decodeBatch(hidden, n, output);   // output: n * %d floats
        """.formatted(shape.hidden(), shape.inputs(), shape.inputs());
  }

  /** An activation function as NumPy has it. */
  private static String numpy(ActivationFunction function) {
    return switch (function) {
      case SIGMOID -> "1 / (1 + np.exp(-z))";
      case TANH -> "np.tanh(z)";
      case RELU -> "np.maximum(z, 0)";
      case LINEAR -> "z";
    };
  }

  String python() {
    NetworkShape shape = architecture.shape();
    String code = """
        import numpy as np
        from safetensors.numpy import load_file

        p = load_file("model.safetensors")

        def encode(x):         # n x %d
            z = x @ p["encoder.weight"].T + p["encoder.bias"]
            return %s

        def decode(hidden):    # n x %d
            z = hidden @ p["decoder.weight"].T + p["decoder.bias"]
            return %s
        """.formatted(
            shape.inputs(),
            numpy(architecture.encoder()),
            shape.hidden(),
            numpy(architecture.decoder()));
    if (preprocessing instanceof Preprocessing.None) return code;
    return preprocessing
        .patches()
        .map(patches -> patches.sigma() == 0 ? code : code + preprocess(patches))
        .orElseGet(() -> code + ofRows());
  }

  private String ofRows() {
    String whitening = preprocessing instanceof Whitening ? "return " + whitened("x") : "return x";
    return preprocessing
        .table()
        .map(table -> """

            c, u = p["scale.centre"], p["scale.unit"]   # u is 0 where a column was constant

            def preprocess(x):     # n x %d
                %saway = np.where(u > 0, (x - c) / np.where(u > 0, u, 1), %s * np.sign(x - c))
                x = %s + %s
                %s

            def own_units(y):      # n x %d, undoes preprocess
                %sreturn c + (y - %4$s) * u
            """.formatted(
                read,
                table.imputes() ? "x = np.where(np.isnan(x), p[\"missing.mean\"], x)\n    " : "",
                table.limit(),
                table.middle(),
                table.clipped() ? "np.clip(away, -0.5, 0.5)" : "away",
                whitening,
                read,
                preprocessing instanceof Whitening
                    ? "y = y @ p[\"whitening.inverse\"] + p[\"whitening.mean\"]\n    "
                    : ""))
        .orElseGet(() -> """

            def preprocess(x):     # n x %d
                %s
            """.formatted(read, whitening));
  }

  private String preprocess(PatchPreprocessing patches) {
    boolean colour = read == 3 * patches.side() * patches.side();
    boolean luminance = colour && patches.channels() == 1;
    return """

        def preprocess(%s):   # n x %s%d x %d, on the scale of the training data
            y = %s.reshape(-1, %d)
            y = y - y.mean(axis=1, keepdims=True)
            return %s
        """.formatted(
            colour ? "rgb" : "grey",
            colour ? "3 x " : "",
            patches.side(),
            patches.side(),
            luminance
                ? "np.einsum(\"nchw,c->nhw\", rgb, [0.2126, 0.7152, 0.0722])"
                : "np.asarray(%s)".formatted(colour ? "rgb" : "grey"),
            patches.outputSize(),
            preprocessing instanceof Whitening
                ? whitened("y")
                : "0.5 + 0.4 * np.clip(y / (3 * %s), -1, 1)".formatted(patches.sigma()));
  }

  private static String whitened(String values) {
    return "(%s - p[\"whitening.mean\"]) @ p[\"whitening.zca\"]".formatted(values);
  }
}
