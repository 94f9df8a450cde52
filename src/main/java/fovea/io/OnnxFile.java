package fovea.io;

import fovea.data.InputException;
import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.TablePreprocessing;
import fovea.data.Whitening;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes a model as an ONNX graph with two outputs, {@code code} [N,H] and {@code reconstruction} [N,D], and on request
 * a third, {@code score} [N,1], the mean squared error of the reconstruction. Numbers of fields are those of
 * onnx.proto; operators are those of operator set 13 (onnx.ai, "ONNX Operators").
 *
 * <p>The input is {@code input} [N,D], what the network sees; or, with preprocessing, {@code patches} [N,3,S,S], RGB in
 * [0, 1], or for rows that are scaled or whitened {@code values} [N,D], whose {@code reconstruction} is in their own
 * units. The graph does the preprocessing in float32, where Fovea does that of patches and columns in double. The names
 * of a table's columns are metadata, {@code columns}, a JSON array.
 */
public final class OnnxFile {
  private static final int IR_VERSION = 7;
  private static final int OPERATOR_SET = 13;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  /** A Protocol Buffers message may have 2 GiB; half of it is left for the copies that are made on the way. */
  private static final int MOST_PARAMETERS = 1 << 28;

  private final Path file;
  private final StoredModel model;
  private final Architecture architecture;
  private final float[] theta;
  private final List<ProtobufMessage> nodes = new ArrayList<>();
  private final List<ProtobufMessage> constants = new ArrayList<>();

  private OnnxFile(Path file, StoredModel model) {
    this.file = file;
    this.model = model;
    architecture = model.network().architecture();
    theta = model.network().theta();
  }

  /**
   * Writes the graph; equal models give equal bytes.
   *
   * @param withPreprocessing whether the graph takes patches as they were photographed
   * @param withScore whether it has the output {@code score} too
   * @throws InputException if the model is too large, or its preprocessing is not known or cannot be written
   */
  public static void write(
      Path file, StoredModel model, boolean withPreprocessing, boolean withScore)
      throws IOException {
    byte[] bytes = new OnnxFile(file, model).model(withPreprocessing, withScore).toByteArray();
    AtomicFile.write(file, out -> out.write(bytes));
  }

  private ProtobufMessage model(boolean withPreprocessing, boolean withScore) {
    if (theta.length > MOST_PARAMETERS)
      throw new InputException("%s: %,d parameters do not fit an ONNX file; at most %,d do"
          .formatted(file, theta.length, MOST_PARAMETERS));
    int d = architecture.shape().inputs();
    int h = architecture.shape().hidden();
    ProtobufMessage input = withPreprocessing ? preprocessing() : value("input", d);
    boolean restored = withPreprocessing
        && model.preprocessing().flatMap(Preprocessing::patches).isEmpty();
    String output = restored ? "output" : "reconstruction";

    constant("encoder.weight", Parameters.w1(architecture.shape()), h, d);
    constant("encoder.bias", Parameters.b1(architecture.shape()), h);
    layer("input", "encoder.weight", true, "encoder.bias", architecture.encoder(), "code");
    // Tied, W2 = W1ᵀ is multiplied as W2ᵀ, which is W1 as it is.
    if (!architecture.tied()) constant("decoder.weight", Parameters.w2(architecture), d, h);
    constant("decoder.bias", Parameters.b2(architecture), d);
    layer(
        "code",
        architecture.tied() ? "encoder.weight" : "decoder.weight",
        !architecture.tied(),
        "decoder.bias",
        architecture.decoder(),
        output);
    if (restored) ownUnits(model.preprocessing().orElseThrow());

    List<ProtobufMessage> outputs = new ArrayList<>();
    outputs.add(value("code", h));
    outputs.add(value("reconstruction", d));
    boolean imputed = restored
        && model
            .preprocessing()
            .flatMap(Preprocessing::table)
            .filter(TablePreprocessing::imputes)
            .isPresent();
    if (withScore) outputs.add(score(output, imputed));
    ProtobufMessage graph = new ProtobufMessage()
        .message(1, nodes.toArray(ProtobufMessage[]::new))
        .text(2, "autoencoder")
        .message(5, constants.toArray(ProtobufMessage[]::new))
        .message(11, input)
        .message(12, outputs.toArray(ProtobufMessage[]::new));
    ProtobufMessage whole = new ProtobufMessage()
        .integer(1, IR_VERSION)
        .text(2, "Fovea")
        .message(7, graph)
        .message(8, new ProtobufMessage().text(1, "").integer(2, OPERATOR_SET));
    if (model.columns().isEmpty()) return whole;
    String names = JsonText.compact(model.columns().list());
    return whole.message(14, new ProtobufMessage().text(1, "columns").text(2, names));
  }

  /** The mean squared error between {@code input} and the network's output, one value an example. */
  private ProtobufMessage score(String output, boolean imputed) {
    nodes.add(node("Sub", "errors", output, "input"));
    nodes.add(node("Mul", "squares", "errors", "errors"));
    if (!imputed) {
      nodes.add(node("ReduceMean", "score", "squares").message(5, attributes("axes", 1)));
      return value("score", 1);
    }
    // The mean over the values that are not missing; 0 if all are.
    constant("one.value", new float[] {1f / architecture.shape().inputs()});
    nodes.add(node("Not", "is.there", "missing"));
    nodes.add(node("Cast", "there", "is.there").message(5, attribute("to", FLOAT)));
    nodes.add(node("Mul", "squares.there", "squares", "there"));
    nodes.add(
        node("ReduceMean", "mean.squares", "squares.there").message(5, attributes("axes", 1)));
    nodes.add(node("ReduceMean", "part", "there").message(5, attributes("axes", 1)));
    nodes.add(node("Max", "part.there", "part", "one.value"));
    nodes.add(node("Div", "score", "mean.squares", "part.there"));
    return value("score", 1);
  }

  /** output ← f(input·W (or Wᵀ) + b). */
  private void layer(
      String input,
      String weight,
      boolean transposed,
      String bias,
      ActivationFunction function,
      String output) {
    Optional<String> operator = operator(function);
    String z = operator.isPresent() ? output + ".z" : output;
    ProtobufMessage gemm = node("Gemm", z, input, weight, bias);
    if (transposed) gemm.message(5, attribute("transB", 1));
    nodes.add(gemm);
    operator.ifPresent(name -> nodes.add(node(name, output, z)));
  }

  private static Optional<String> operator(ActivationFunction function) {
    return switch (function) {
      case SIGMOID -> Optional.of("Sigmoid");
      case TANH -> Optional.of("Tanh");
      case RELU -> Optional.of("Relu");
      case LINEAR -> Optional.empty();
    };
  }

  /**
   * Nodes from examples as they were read to {@code input}, as {@link PatchPreprocessing}, {@link TablePreprocessing}
   * and {@link Whitening} say.
   *
   * @return the input of the graph
   */
  private ProtobufMessage preprocessing() {
    Preprocessing preprocessing = model
        .preprocessing()
        .orElseThrow(() -> new InputException(
            "%s: the model does not say what its inputs went through: leave --with-preprocessing out"
                .formatted(file)));
    if (preprocessing instanceof Preprocessing.None)
      throw new InputException(
          "%s: the model's inputs went through no preprocessing: leave --with-preprocessing out"
              .formatted(file));
    int d = architecture.shape().inputs();
    if (preprocessing.outputSize() != d)
      throw new InputException("%s: the model takes %d values, but says its preprocessing gives %d"
          .formatted(file, d, preprocessing.outputSize()));
    Whitening whitening = preprocessing instanceof Whitening w ? w : null;
    PatchPreprocessing patches = preprocessing.patches().orElse(null);
    if (patches != null) {
      centre(patches);
      if (whitening == null) map(patches);
    }
    TablePreprocessing table = preprocessing.table().orElse(null);
    if (table != null) scale(table, whitening == null ? "input" : "columns");
    if (whitening != null)
      whiten(whitening, patches != null ? "centred" : table != null ? "columns" : "values");
    return patches == null
        ? value("values", d)
        : value("patches", 3, patches.side(), patches.side());
  }

  /** {@code patches} to {@code centred}: planes of pixels in a row, less the mean of each row. */
  private void centre(PatchPreprocessing patches) {
    if (patches.channels() == 1) {
      constant("luminance.weights", new float[] {0.2126f, 0.7152f, 0.0722f}, 1, 3, 1, 1);
      constants.add(new ProtobufMessage()
          .integer(1, 1)
          .integer(2, INT64)
          .text(8, "channels")
          .bytes(9, new byte[] {1, 0, 0, 0, 0, 0, 0, 0}));
      nodes.add(node("Mul", "weighted", "patches", "luminance.weights"));
      nodes.add(node("ReduceSum", "luminance", "weighted", "channels")
          .message(5, attribute("keepdims", 0)));
    }
    String planes = patches.channels() == 1 ? "luminance" : "patches";
    nodes.add(node("Flatten", "pixels", planes).message(5, attribute("axis", 1)));
    nodes.add(node("ReduceMean", "mean", "pixels").message(5, attributes("axes", 1)));
    nodes.add(node("Sub", "centred", "pixels", "mean"));
  }

  /** {@code centred} to {@code input}: clipped and scaled. */
  private void map(PatchPreprocessing patches) {
    float limit = (float) patches.limit();
    constant("clip.low", new float[] {-limit});
    constant("clip.high", new float[] {limit});
    // Where all patches are flat every value becomes 0.5.
    constant("scale", new float[] {limit == 0 ? 0 : (float) (0.4 / patches.limit())});
    constant("middle", new float[] {0.5f});
    nodes.add(node("Clip", "clipped", "centred", "clip.low", "clip.high"));
    nodes.add(node("Mul", "scaled", "clipped", "scale"));
    nodes.add(node("Add", "input", "scaled", "middle"));
  }

  /** {@code from} to {@code input}: (x − m)·Z. */
  private void whiten(Whitening whitening, String from) {
    int d = whitening.outputSize();
    constant("whitening.mean", whitening.mean(), d);
    constant("whitening.zca", whitening.zca().values(), d, d);
    nodes.add(node("Sub", "differences", from, "whitening.mean"));
    nodes.add(node("MatMul", "input", "differences", "whitening.zca"));
  }

  /** {@code values} to {@code to}: (x − c)/u, clipped, and on the middle. */
  private void scale(TablePreprocessing table, String to) {
    int d = table.outputSize();
    float[] factors = new float[d];
    float[] jumps = new float[d];
    for (int k = 0; k < d; k++) {
      boolean constant = table.unit()[k] == 0;
      factors[k] = constant ? 0 : (float) (1.0 / table.unit()[k]);
      jumps[k] = constant ? (float) table.limit() : 0;
    }
    constant("scale.centre", table.centre(), d);
    constant("scale.factor", factors, d);
    constant("scale.jump", jumps, d);
    constant("scale.middle", new float[] {(float) table.middle()});
    if (table.imputes()) {
      constant("missing.mean", table.means(), d);
      nodes.add(node("IsNaN", "missing", "values"));
      nodes.add(node("Where", "whole", "missing", "missing.mean", "values"));
    }
    String whole = table.imputes() ? "whole" : "values";
    nodes.add(node("Sub", "from.centre", whole, "scale.centre"));
    nodes.add(node("Mul", "in.units", "from.centre", "scale.factor"));
    // A constant column has no unit: whatever is not its value is as far off as the clip.
    nodes.add(node("Sign", "side", "from.centre"));
    nodes.add(node("Mul", "jump", "side", "scale.jump"));
    nodes.add(node("Add", "away", "in.units", "jump"));
    if (!table.clipped()) {
      nodes.add(node("Add", to, "away", "scale.middle"));
      return;
    }
    constant("clip.low", new float[] {(float) -table.limit()});
    constant("clip.high", new float[] {(float) table.limit()});
    nodes.add(node("Clip", "clipped", "away", "clip.low", "clip.high"));
    nodes.add(node("Add", to, "clipped", "scale.middle"));
  }

  /** {@code output} to {@code reconstruction}: what {@link #preprocessing} did to rows is undone. */
  private void ownUnits(Preprocessing preprocessing) {
    TablePreprocessing table = preprocessing.table().orElse(null);
    String columns = "output";
    if (preprocessing instanceof Whitening whitening) {
      int d = whitening.outputSize();
      columns = table == null ? "reconstruction" : "columns.back";
      constant("whitening.inverse", whitening.inverse().values(), d, d);
      nodes.add(node("MatMul", "unwhitened", "output", "whitening.inverse"));
      nodes.add(node("Add", columns, "unwhitened", "whitening.mean"));
    }
    if (table == null) return;
    constant("scale.unit", table.unit(), table.outputSize());
    nodes.add(node("Sub", "from.middle", columns, "scale.middle"));
    nodes.add(node("Mul", "differences.back", "from.middle", "scale.unit"));
    nodes.add(node("Add", "reconstruction", "differences.back", "scale.centre"));
  }

  private static ProtobufMessage node(String operator, String output, String... inputs) {
    return new ProtobufMessage().text(1, inputs).text(2, output).text(3, output).text(4, operator);
  }

  private static ProtobufMessage attribute(String name, long value) {
    return new ProtobufMessage().text(1, name).integer(3, value).integer(20, 2);
  }

  private static ProtobufMessage attributes(String name, long value) {
    return new ProtobufMessage().text(1, name).integer(8, value).integer(20, 7);
  }

  private void constant(String name, int at, int... shape) {
    int length = 1;
    for (int size : shape) length *= size;
    constant(name, Arrays.copyOfRange(theta, at, at + length), shape);
  }

  /** A TensorProto; without a shape it is a scalar. */
  private void constant(String name, float[] values, int... shape) {
    ProtobufMessage tensor = new ProtobufMessage();
    for (int size : shape) tensor.integer(1, size);
    byte[] bytes = FloatBytes.of(values, 0, values.length);
    constants.add(tensor.integer(2, FLOAT).text(8, name).bytes(9, bytes));
  }

  /** A ValueInfoProto of floats: N, whatever that will be, times the shape of an example. */
  private static ProtobufMessage value(String name, int... example) {
    ProtobufMessage shape = new ProtobufMessage().message(1, new ProtobufMessage().text(2, "N"));
    for (int size : example) shape.message(1, new ProtobufMessage().integer(1, size));
    ProtobufMessage tensor = new ProtobufMessage().integer(1, FLOAT).message(2, shape);
    return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
  }
}
