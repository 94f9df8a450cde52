package fovea.data;

/** Every value that is read must be a finite number, or, where that is asked for, one that is missing. */
final class FiniteValues {
  private FiniteValues() {}

  /**
   * @param first number of the example that the values begin with
   * @param missing whether values of rows may be missing, NaN
   * @throws InputException naming the first example and value, counted from 0, that is infinite, or NaN and not missing
   */
  static void require(
      String source, long first, float[] values, ExampleShape shape, boolean missing) {
    boolean row = shape instanceof ExampleShape.Row;
    for (int i = 0; i < values.length; i++) {
      if (Float.isFinite(values[i]) || (row && missing && Float.isNaN(values[i]))) continue;
      throw new InputException(
          "%s: example %d, value %d is %s (counted from 0): every value must be a finite 32-bit number%s"
              .formatted(
                  source,
                  first + i / shape.size(),
                  i % shape.size(),
                  values[i],
                  row && Float.isNaN(values[i])
                      ? "; train with --missing mean to take the mean of its column"
                      : ""));
    }
  }
}
