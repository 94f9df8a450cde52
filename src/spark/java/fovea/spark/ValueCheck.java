package fovea.spark;

import fovea.data.InputException;
import fovea.kernels.ActivationFunction;
import java.io.Serializable;
import java.util.function.IntFunction;

/**
 * Which values a network can be trained on.
 *
 * @param unit whether they have to be between 0 and 1
 * @param linear how the user asks for a decoder that gives any value, such as {@code --decoder linear}
 */
record ValueCheck(boolean unit, String linear) implements Serializable {
  static ValueCheck of(ActivationFunction decoder, String linear) {
    return new ValueCheck(decoder.isWithinUnitInterval(), linear);
  }

  /**
   * Looks at some examples.
   *
   * @param examples row-major
   * @param columns values in an example
   * @param place where an example is, of its number among these, for a message
   * @throws InputException naming the first value that cannot be used
   */
  void require(float[] examples, int columns, IntFunction<String> place) {
    for (int i = 0; i < examples.length; i++) {
      float value = examples[i];
      if (!Float.isFinite(value))
        throw new InputException(
            "%s, value %d is %s (counted from 0): every value must be a finite 32-bit number"
                .formatted(place.apply(i / columns), i % columns, value));
      if (unit && !(value >= 0 && value <= 1))
        throw new InputException(
            ("%s, value %d is %s (counted from 0), but a sigmoid only gives 0 to 1: "
                    + "rescale the data, or take %s")
                .formatted(place.apply(i / columns), i % columns, value, linear));
    }
  }
}
