package fovea.model;

import fovea.kernels.ActivationFunction;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A network with one hidden layer: its size, and what its layers do.
 *
 * @param encoder of the hidden units: sigmoid, tanh or relu
 * @param decoder of the outputs: sigmoid or linear
 * @param tied whether W2 is W1ᵀ and no parameter of its own (Vincent et al., "Stacked denoising autoencoders", JMLR
 *     11, 2010, §2.1)
 */
public record Architecture(
    NetworkShape shape, ActivationFunction encoder, ActivationFunction decoder, boolean tied)
    implements Serializable {
  public Architecture {
    if (!canEncode(encoder))
      throw new IllegalArgumentException(
          "the encoder must be %s, not %s".formatted(encoders(), lower(encoder)));
    if (!canDecode(decoder))
      throw new IllegalArgumentException(
          "the decoder must be %s, not %s".formatted(decoders(), lower(decoder)));
  }

  private static boolean canEncode(ActivationFunction function) {
    return switch (function) {
      case SIGMOID, TANH, RELU -> true;
      case LINEAR -> false;
    };
  }

  private static boolean canDecode(ActivationFunction function) {
    return switch (function) {
      case SIGMOID, LINEAR -> true;
      case TANH, RELU -> false;
    };
  }

  /** "sigmoid, tanh or relu". */
  public static String encoders() {
    return names(Architecture::canEncode);
  }

  /** "sigmoid or linear". */
  public static String decoders() {
    return names(Architecture::canDecode);
  }

  private static String names(Predicate<ActivationFunction> chosen) {
    return Arrays.stream(ActivationFunction.values())
        .filter(chosen)
        .map(Architecture::lower)
        .collect(Collectors.joining(", "))
        .replaceFirst(", (?!.*,)", " or ");
  }

  /** The usual network: sigmoids, and weights of its own for the decoder. */
  public static Architecture of(NetworkShape shape) {
    return new Architecture(shape, ActivationFunction.SIGMOID, ActivationFunction.SIGMOID, false);
  }

  /** The same layers with another number of hidden units. */
  public Architecture withHidden(int hidden) {
    return new Architecture(new NetworkShape(shape.inputs(), hidden), encoder, decoder, tied);
  }

  /** The same layers with another number of inputs. */
  public Architecture withInputs(int inputs) {
    return new Architecture(new NetworkShape(inputs, shape.hidden()), encoder, decoder, tied);
  }

  /** Whether it is {@link #of} its shape. */
  public boolean isUsual() {
    return equals(of(shape));
  }

  /** "256-64-256", and what is unusual about it: "256-64-256 (relu encoder, linear decoder, tied)". */
  @Override
  public String toString() {
    if (isUsual()) return shape.toString();
    return "%s (%s encoder, %s decoder%s)"
        .formatted(shape, lower(encoder), lower(decoder), tied ? ", tied" : "");
  }

  private static String lower(ActivationFunction function) {
    return function.name().toLowerCase(Locale.ROOT);
  }
}
