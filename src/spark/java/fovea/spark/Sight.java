package fovea.spark;

import fovea.data.ExampleShape;
import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.kernels.ActivationFunction;
import java.io.Serializable;
import java.util.function.IntFunction;

/**
 * What a network sees of examples, and which it can be trained on.
 *
 * @param preprocessing what is done to them; one that can be sent
 * @param unit whether values have to be between 0 and 1
 * @param linear how the user asks for a decoder that gives any value, or for a scale
 */
record Sight(Preprocessing preprocessing, boolean unit, String linear) implements Serializable {
  static Sight of(Preprocessing preprocessing, ActivationFunction decoder, String linear) {
    return new Sight(preprocessing, decoder.isWithinUnitInterval(), linear);
  }

  /**
   * What the network sees.
   *
   * @param source what they were read from
   * @param raw the examples, row-major
   * @param columns values in one of them
   * @param place where an example is, of its number among these, for a message
   * @throws InputException naming the first value that cannot be used
   */
  float[] of(String source, float[] raw, int columns, IntFunction<String> place) {
    requireFinite(raw, columns, place);
    if (preprocessing instanceof Preprocessing.None) {
      if (unit) requireUnitInterval(raw, columns, place);
      return raw;
    }
    int count = raw.length / columns;
    float[] seen = new float[Math.multiplyExact(count, preprocessing.outputSize())];
    preprocessing.apply(source, new ExampleShape.Row(columns), raw, count, seen);
    return seen;
  }

  /** @throws InputException naming the first value that is not finite */
  static void requireFinite(float[] raw, int columns, IntFunction<String> place) {
    for (int i = 0; i < raw.length; i++)
      if (!Float.isFinite(raw[i]))
        throw new InputException(
            "%s, value %d is %s (counted from 0): every value must be a finite 32-bit number"
                .formatted(place.apply(i / columns), i % columns, raw[i]));
  }

  private void requireUnitInterval(float[] raw, int columns, IntFunction<String> place) {
    for (int i = 0; i < raw.length; i++)
      if (!(raw[i] >= 0 && raw[i] <= 1))
        throw new InputException(
            ("%s, value %d is %s (counted from 0), but a sigmoid only gives 0 to 1: " + "take %s")
                .formatted(place.apply(i / columns), i % columns, raw[i], linear));
  }
}
