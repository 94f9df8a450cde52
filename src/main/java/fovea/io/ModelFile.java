package fovea.io;

import fovea.data.ColumnNames;
import fovea.data.InputException;
import fovea.data.Notes;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.model.Penalty;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Model files: safetensors with the four tensors of PyTorch's nn.Linear layers, encoder.weight [H,D], encoder.bias
 * [H], decoder.weight [D,H] and decoder.bias [D], and in the metadata the hyperparameters, the activation functions
 * and the fitted preprocessing.
 *
 * <p>Format 1 knows the usual network only, {@link Architecture#isUsual}; format 2 names the activation functions and
 * whether weights are tied; format 3 knows colour patches and whitening, whose mean [D], matrix [D,D] and its inverse
 * are three tensors more; format 4 knows scaled columns, whose centres and units, [D] each, are two tensors more, and
 * the means that missing values are taken for a third ({@link StoredPreprocessing}). Names of columns need no format of
 * their own: who does not know them goes by their order. What an older format can say is written as that one. With tied
 * weights the file has decoder.weight too, for other readers.
 */
public final class ModelFile {
  private static final String W1 = "encoder.weight";
  private static final String B1 = "encoder.bias";
  private static final String W2 = "decoder.weight";
  private static final String B2 = "decoder.bias";

  private static final String FORMAT = "fovea.format";
  private static final String ENCODER = "fovea.encoder";
  private static final String DECODER = "fovea.decoder";
  private static final String TIED = "fovea.tied";
  private static final String LAMBDA = "fovea.lambda";
  private static final String BETA = "fovea.beta";
  private static final String RHO = "fovea.rho";
  private static final String COLUMNS = "fovea.columns";

  private ModelFile() {}

  /**
   * Writes a model; equal models give equal bytes. The file appears whole or not at all.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, StoredModel model) throws IOException {
    content(model).write(file);
  }

  /**
   * Writes the bytes of such a file to a stream, which stays open.
   *
   * @throws IOException if the stream does
   */
  public static void write(OutputStream out, StoredModel model) throws IOException {
    content(model).write(out);
  }

  private static Safetensors content(StoredModel model) {
    Architecture architecture = model.network().architecture();
    NetworkShape shape = architecture.shape();
    int d = shape.inputs();
    int h = shape.hidden();
    float[] theta = model.network().theta();
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put(W1, tensor(theta, Parameters.w1(shape), h, d));
    tensors.put(B1, tensor(theta, Parameters.b1(shape), h));
    tensors.put(
        W2,
        new Safetensors.Tensor(new int[] {d, h}, Parameters.decoderWeights(architecture, theta)));
    tensors.put(B2, tensor(theta, Parameters.b2(architecture), d));

    Map<String, String> metadata = new TreeMap<>();
    int format = model.preprocessing().map(StoredPreprocessing::format).orElse(1);
    metadata.put(FORMAT, Integer.toString(Math.max(format, architecture.isUsual() ? 1 : 2)));
    if (!architecture.isUsual()) {
      metadata.put(ENCODER, name(architecture.encoder()));
      metadata.put(DECODER, name(architecture.decoder()));
      metadata.put(TIED, Boolean.toString(architecture.tied()));
    }
    metadata.put(LAMBDA, Double.toString(model.hyperparameters().lambda()));
    metadata.put(BETA, Double.toString(model.hyperparameters().beta()));
    if (Penalty.hasRho(architecture.encoder()))
      metadata.put(RHO, Double.toString(model.hyperparameters().rho()));
    model.preprocessing().ifPresent(p -> StoredPreprocessing.write(p, metadata, tensors));
    if (!model.columns().isEmpty())
      metadata.put(COLUMNS, JsonText.compact(model.columns().list()));
    return new Safetensors(tensors, metadata);
  }

  /**
   * Reads a model, from Fovea or from elsewhere.
   *
   * @throws InputException if the file is damaged, a tensor is missing, shapes do not fit together, or a value is not
   *     finite
   */
  public static StoredModel read(Path file) {
    return read(file, Optional.empty(), Optional.empty());
  }

  /**
   * The same of a file that need not say what its layers do.
   *
   * @param encoder of the hidden units, if the file does not say; sigmoid if nothing does
   * @param decoder of the outputs, likewise
   */
  public static StoredModel read(
      Path file, Optional<ActivationFunction> encoder, Optional<ActivationFunction> decoder) {
    return model(file.toString(), Safetensors.read(file), encoder, decoder);
  }

  /**
   * Reads a model from what is left of a stream, which is not closed. It takes models of up to 2 GB; a file may be
   * larger.
   *
   * @param name of the model, for messages
   * @throws IOException if the stream does
   * @throws InputException as {@link #read(Path)} does
   */
  public static StoredModel read(InputStream in, String name) throws IOException {
    return model(name, Safetensors.read(in, name), Optional.empty(), Optional.empty());
  }

  private static StoredModel model(
      String source,
      Safetensors content,
      Optional<ActivationFunction> encoder,
      Optional<ActivationFunction> decoder) {
    Safetensors.Tensor w1 = tensor(source, content, W1, 2);
    int h = w1.shape()[0];
    int d = w1.shape()[1];
    if (h < 1 || d < 1)
      throw new InputException(
          "%s: %s has shape %s; both sizes must be at least 1".formatted(source, W1, w1));
    Safetensors.Tensor b1 = requireShape(source, B1, tensor(source, content, B1, 1), h);
    Safetensors.Tensor w2 = requireShape(source, W2, tensor(source, content, W2, 2), d, h);
    Safetensors.Tensor b2 = requireShape(source, B2, tensor(source, content, B2, 1), d);

    Architecture architecture = architecture(source, content.metadata(), encoder, decoder, d, h);
    NetworkShape shape = architecture.shape();
    float[] theta = new float[Parameters.count(architecture)];
    System.arraycopy(w1.values(), 0, theta, Parameters.w1(shape), d * h);
    System.arraycopy(b1.values(), 0, theta, Parameters.b1(shape), h);
    if (!architecture.tied())
      System.arraycopy(w2.values(), 0, theta, Parameters.w2(architecture), d * h);
    else if (!Arrays.equals(w2.values(), Parameters.decoderWeights(architecture, theta)))
      throw new InputException("%s: its weights are said to be tied, but %s is not %s transposed"
          .formatted(source, W2, W1));
    System.arraycopy(b2.values(), 0, theta, Parameters.b2(architecture), d);
    return new StoredModel(
        new Autoencoder(architecture, theta),
        hyperparameters(source, content.metadata()),
        StoredPreprocessing.read(source, content, d),
        columns(source, content.metadata().get(COLUMNS)));
  }

  private static ColumnNames columns(String source, @Nullable String json) {
    if (json == null) return ColumnNames.NONE;
    try {
      return new ColumnNames(JsonFile.texts(json));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s: %s in its metadata is no list of different names".formatted(source, COLUMNS), e);
    }
  }

  private static Architecture architecture(
      String source,
      Map<String, String> metadata,
      Optional<ActivationFunction> encoder,
      Optional<ActivationFunction> decoder,
      int inputs,
      int hidden) {
    boolean silent = !metadata.containsKey(FORMAT);
    noteAssumed(source, silent && encoder.isEmpty(), metadata, ENCODER);
    noteAssumed(source, silent && decoder.isEmpty(), metadata, DECODER);
    String format = metadata.getOrDefault(FORMAT, "1");
    if (!format.matches("[1234]"))
      throw new InputException("%s: has format %s, and this version reads 1 to 4; use a newer one"
          .formatted(source, format));
    try {
      return new Architecture(
          new NetworkShape(inputs, hidden),
          function(metadata.get(ENCODER), silent ? encoder : Optional.empty()),
          function(metadata.get(DECODER), silent ? decoder : Optional.empty()),
          flag(TIED, metadata.getOrDefault(TIED, "false")));
    } catch (IllegalArgumentException e) {
      throw new InputException("%s: %s".formatted(source, e.getMessage()), e);
    }
  }

  private static void noteAssumed(
      String source, boolean unknown, Map<String, String> metadata, String key) {
    if (unknown && !metadata.containsKey(key))
      Notes.add("%s: does not say what its %s does, which is taken for a sigmoid; --%s states it"
          .formatted(source, layer(key), layer(key)));
  }

  private static String layer(String key) {
    return key.substring(key.indexOf('.') + 1);
  }

  private static ActivationFunction function(
      @Nullable String name, Optional<ActivationFunction> stated) {
    if (name == null) return stated.orElse(ActivationFunction.SIGMOID);
    for (ActivationFunction function : ActivationFunction.values())
      if (name(function).equals(name)) return function;
    throw new IllegalArgumentException(
        "its activation function '%s' is not known to this version".formatted(name));
  }

  static boolean flag(String key, String text) {
    if (text.equals("true") || text.equals("false")) return text.equals("true");
    throw new IllegalArgumentException(
        "%s in its metadata is '%s'; expected true or false".formatted(key, text));
  }

  private static String name(ActivationFunction function) {
    return function.name().toLowerCase(Locale.ROOT);
  }

  private static Safetensors.Tensor tensor(float[] theta, int at, int... shape) {
    int length = 1;
    for (int size : shape) length *= size;
    return new Safetensors.Tensor(shape, Arrays.copyOfRange(theta, at, at + length));
  }

  /** A tensor that must be there, with finite values. */
  static Safetensors.Tensor tensor(
      String source, Safetensors content, String name, int dimensions) {
    Safetensors.Tensor tensor = content.tensors().get(name);
    if (tensor == null)
      throw new InputException(
          "%s: has no tensor %s of a type read here (F32, F64, F16, BF16); ".formatted(source, name)
              + "a model has %s [H,D], %s [H], %s [D,H] and %s [D], this file has %s"
                  .formatted(W1, B1, W2, B2, content.tensors().keySet()));
    if (tensor.shape().length != dimensions)
      throw new InputException("%s: %s has shape %s; expected %d dimensions"
          .formatted(source, name, tensor, dimensions));
    for (int i = 0; i < tensor.values().length; i++)
      if (!Float.isFinite(tensor.values()[i]))
        throw new InputException("%s: %s has the value %s at position %d"
            .formatted(source, name, tensor.values()[i], i));
    return tensor;
  }

  static Safetensors.Tensor requireShape(
      String source, String name, Safetensors.Tensor tensor, int... shape) {
    if (!Arrays.equals(tensor.shape(), shape))
      throw new InputException("%s: %s has shape %s; %s asks for %s"
          .formatted(source, name, tensor, W1, Arrays.toString(shape)));
    return tensor;
  }

  private static Hyperparameters hyperparameters(String source, Map<String, String> metadata) {
    Hyperparameters usual = Hyperparameters.DEFAULT;
    try {
      return new Hyperparameters(
          Double.parseDouble(metadata.getOrDefault(LAMBDA, Double.toString(usual.lambda()))),
          Double.parseDouble(metadata.getOrDefault(BETA, Double.toString(usual.beta()))),
          Double.parseDouble(metadata.getOrDefault(RHO, Double.toString(usual.rho()))));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s: its metadata cannot be used: %s".formatted(source, e.getMessage()), e);
    }
  }
}
