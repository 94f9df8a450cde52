package fovea.model;

import fovea.kernels.ActivationFunction;
import java.io.Serializable;
import java.util.Locale;

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
    if (encoder == ActivationFunction.LINEAR)
      throw new IllegalArgumentException("the encoder must be sigmoid, tanh or relu, not linear");
    if (decoder != ActivationFunction.SIGMOID && decoder != ActivationFunction.LINEAR)
      throw new IllegalArgumentException(
          "the decoder must be sigmoid or linear, not " + lower(decoder));
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
