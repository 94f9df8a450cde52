package fovea.data;

/** Every value that is read must be a finite number. */
final class FiniteValues {
  private FiniteValues() {}

  /**
   * @param size values in one example
   * @throws InputException naming the first example and value, counted from 0, that is NaN or infinite
   */
  static void require(String source, float[] values, int size) {
    require(source, 0, values, size);
  }

  /** @param first number of the example that the values begin with */
  static void require(String source, long first, float[] values, int size) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i]))
        throw new InputException(
            "%s: example %d, value %d is %s (counted from 0): every value must be a finite 32-bit number"
                .formatted(source, first + i / size, i % size, values[i]));
    }
  }
}
