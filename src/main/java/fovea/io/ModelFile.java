package fovea.io;

import fovea.data.InputException;
import fovea.data.LuminancePatches;
import fovea.data.Preprocessing;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Model files: safetensors with the four tensors of PyTorch's nn.Linear layers, encoder.weight [H,D], encoder.bias [H], decoder.weight
 * [D,H] and decoder.bias [D], and in the metadata the hyperparameters and the fitted preprocessing.
 */
public final class ModelFile {
  private static final String W1 = "encoder.weight";
  private static final String B1 = "encoder.bias";
  private static final String W2 = "decoder.weight";
  private static final String B2 = "decoder.bias";

  private static final String FORMAT = "fovea.format";
  private static final String LAMBDA = "fovea.lambda";
  private static final String BETA = "fovea.beta";
  private static final String RHO = "fovea.rho";
  private static final String PREPROCESSING = "fovea.preprocessing";
  private static final String SIDE = "fovea.preprocessing.side";
  private static final String SIGMA = "fovea.preprocessing.sigma";
  private static final String NONE = "none";
  private static final String LUMINANCE_PATCHES = "luminance-patches";

  private ModelFile() {}

  /** Writes a model; equal models give equal bytes. */
  public static void write(Path file, StoredModel model) throws IOException {
    NetworkShape shape = model.network().shape();
    int d = shape.inputs();
    int h = shape.hidden();
    float[] theta = model.network().theta();
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put(W1, tensor(theta, Parameters.w1(shape), h, d));
    tensors.put(B1, tensor(theta, Parameters.b1(shape), h));
    tensors.put(W2, tensor(theta, Parameters.w2(shape), d, h));
    tensors.put(B2, tensor(theta, Parameters.b2(shape), d));

    Map<String, String> metadata = new TreeMap<>();
    metadata.put(FORMAT, "1");
    metadata.put(LAMBDA, Double.toString(model.hyperparameters().lambda()));
    metadata.put(BETA, Double.toString(model.hyperparameters().beta()));
    metadata.put(RHO, Double.toString(model.hyperparameters().rho()));
    if (model.preprocessing().isPresent()) {
      if (model.preprocessing().get() instanceof LuminancePatches patches) {
        metadata.put(PREPROCESSING, LUMINANCE_PATCHES);
        metadata.put(SIDE, Integer.toString(patches.side()));
        metadata.put(SIGMA, Double.toString(patches.sigma()));
      } else {
        metadata.put(PREPROCESSING, NONE);
      }
    }
    new Safetensors(tensors, metadata).write(file);
  }

  /**
   * Reads a model, from Fovea or from elsewhere.
   *
   * @throws InputException if the file is damaged, a tensor is missing, shapes do not fit together, or a value is not finite
   */
  public static StoredModel read(Path file) {
    Safetensors content = Safetensors.read(file);
    Safetensors.Tensor w1 = tensor(file, content, W1, 2);
    int h = w1.shape()[0];
    int d = w1.shape()[1];
    if (h < 1 || d < 1)
      throw new InputException(
          "%s: %s has shape %s; both sizes must be at least 1".formatted(file, W1, w1));
    Safetensors.Tensor b1 = requireShape(file, B1, tensor(file, content, B1, 1), h);
    Safetensors.Tensor w2 = requireShape(file, W2, tensor(file, content, W2, 2), d, h);
    Safetensors.Tensor b2 = requireShape(file, B2, tensor(file, content, B2, 1), d);

    NetworkShape shape = shape(file, d, h);
    float[] theta = new float[Parameters.count(shape)];
    System.arraycopy(w1.values(), 0, theta, Parameters.w1(shape), d * h);
    System.arraycopy(b1.values(), 0, theta, Parameters.b1(shape), h);
    System.arraycopy(w2.values(), 0, theta, Parameters.w2(shape), d * h);
    System.arraycopy(b2.values(), 0, theta, Parameters.b2(shape), d);
    return new StoredModel(
        new Autoencoder(shape, theta),
        hyperparameters(file, content.metadata()),
        preprocessing(file, content.metadata(), d));
  }

  private static NetworkShape shape(Path file, int inputs, int hidden) {
    try {
      return new NetworkShape(inputs, hidden);
    } catch (IllegalArgumentException e) {
      throw new InputException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Safetensors.Tensor tensor(float[] theta, int at, int... shape) {
    int length = 1;
    for (int size : shape) length *= size;
    return new Safetensors.Tensor(shape, java.util.Arrays.copyOfRange(theta, at, at + length));
  }

  private static Safetensors.Tensor tensor(
      Path file, Safetensors content, String name, int dimensions) {
    Safetensors.Tensor tensor = content.tensors().get(name);
    if (tensor == null)
      throw new InputException(
          "%s: has no tensor %s of a type read here (F32, F64, F16, BF16); a model has %s [H,D], %s [H], %s [D,H] and %s [D], this file has %s"
              .formatted(file, name, W1, B1, W2, B2, content.tensors().keySet()));
    if (tensor.shape().length != dimensions)
      throw new InputException(
          "%s: %s has shape %s; expected %d dimensions".formatted(file, name, tensor, dimensions));
    for (int i = 0; i < tensor.values().length; i++)
      if (!Float.isFinite(tensor.values()[i]))
        throw new InputException("%s: %s has the value %s at position %d"
            .formatted(file, name, tensor.values()[i], i));
    return tensor;
  }

  private static Safetensors.Tensor requireShape(
      Path file, String name, Safetensors.Tensor tensor, int... shape) {
    if (!java.util.Arrays.equals(tensor.shape(), shape))
      throw new InputException("%s: %s has shape %s; %s asks for %s"
          .formatted(file, name, tensor, W1, java.util.Arrays.toString(shape)));
    return tensor;
  }

  private static Hyperparameters hyperparameters(Path file, Map<String, String> metadata) {
    Hyperparameters usual = Hyperparameters.DEFAULT;
    try {
      return new Hyperparameters(
          Double.parseDouble(metadata.getOrDefault(LAMBDA, Double.toString(usual.lambda()))),
          Double.parseDouble(metadata.getOrDefault(BETA, Double.toString(usual.beta()))),
          Double.parseDouble(metadata.getOrDefault(RHO, Double.toString(usual.rho()))));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s: its metadata cannot be used: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Optional<Preprocessing> preprocessing(
      Path file, Map<String, String> metadata, int inputs) {
    String kind = metadata.get(PREPROCESSING);
    if (kind == null) return Optional.empty();
    if (kind.equals(NONE)) return Optional.of(new Preprocessing.None(inputs));
    try {
      if (kind.equals(LUMINANCE_PATCHES))
        return Optional.of(new LuminancePatches(
            Integer.parseInt(metadata.getOrDefault(SIDE, "")),
            Double.parseDouble(metadata.getOrDefault(SIGMA, ""))));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s: its preprocessing cannot be used: %s".formatted(file, e.getMessage()), e);
    }
    throw new InputException(
        "%s: its preprocessing is '%s', which this version does not know".formatted(file, kind));
  }
}
