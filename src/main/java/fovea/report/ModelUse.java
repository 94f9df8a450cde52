package fovea.report;

import fovea.data.LuminancePatches;
import fovea.data.Preprocessing;
import fovea.model.NetworkShape;

/**
 * How to use a model elsewhere: words and code to copy.
 *
 * @param read values of an example before preprocessing
 */
record ModelUse(NetworkShape shape, Preprocessing preprocessing, int read) {
  String input() {
    return preprocessing instanceof LuminancePatches
        ? "It takes patches that went through the preprocessing below."
        : "It takes the values as they are, between 0 and 1.";
  }

  String commandLine() {
    return "java -jar target/fovea.jar evaluate model.safetensors my-data/";
  }

  String java() {
    return """
        Autoencoder network = ModelFile.read(Path.of("model.safetensors")).network();
        float[] hidden = new float[n * %d];
        network.encode(x, n, hidden);        // x: n * %d floats
        network.decode(hidden, n, output);   // output: n * %d floats
        """.formatted(shape.hidden(), shape.inputs(), shape.inputs());
  }

  String python() {
    String code = """
        import numpy as np
        from safetensors.numpy import load_file

        p = load_file("model.safetensors")
        sigmoid = lambda z: 1 / (1 + np.exp(-z))

        def encode(x):         # n x %d
            return sigmoid(x @ p["encoder.weight"].T + p["encoder.bias"])

        def decode(hidden):    # n x %d
            return sigmoid(hidden @ p["decoder.weight"].T + p["decoder.bias"])
        """.formatted(shape.inputs(), shape.hidden());
    if (!(preprocessing instanceof LuminancePatches patches) || patches.sigma() == 0) return code;
    boolean colour = read == 3 * patches.outputSize();
    return code
        + """

        def preprocess(%s):   # n x %s%d x %d, on the scale of the training data
            y = %s.reshape(-1, %d)
            y = y - y.mean(axis=1, keepdims=True)
            return 0.5 + 0.4 * np.clip(y / (3 * %s), -1, 1)
        """.formatted(
                colour ? "rgb" : "grey",
                colour ? "3 x " : "",
                patches.side(),
                patches.side(),
                colour
                    ? "np.einsum(\"nchw,c->nhw\", rgb, [0.2126, 0.7152, 0.0722])"
                    : "np.asarray(grey)",
                patches.outputSize(),
                patches.sigma());
  }
}
