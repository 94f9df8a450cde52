package fovea.report;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One side of a chart.
 *
 * @param logarithmic whether equal ratios are equally far apart, rather than equal differences
 * @param low value at the lower end
 * @param high value at the upper end
 * @param marks the grid lines, ascending, with their numbers
 */
record Axis(boolean logarithmic, double low, double high, List<Mark> marks) {
  private static final int[] MANTISSAS = {1, 2, 5};
  private static final int MOST_STEPS = 10;
  private static final int MOST_FINE_STEPS = 9;
  private static final int MOST_LOG_STEPS = 12;

  /**
   * A grid line.
   *
   * @param text the value as people read it
   */
  record Mark(double value, String text) {}

  /** How an axis is laid out over the values that it has to hold. */
  enum Kind {
    /** Whole numbers, such as iterations: linear, from the first to the last. */
    COUNT,
    /** Whole numbers from 0 on, such as units. */
    COUNT_FROM_ZERO,
    /** Linear from 0 to a grid line, such as seconds. */
    FROM_ZERO,
    /** Logarithmic, from grid line to grid line. */
    LOG;

    /** Whether such an axis has a place for a value. */
    boolean holds(double value) {
      // Short of the ends of double, where a logarithmic axis would have to start at 0 or end at
      // infinity.
      return value <= 1e300 && value >= (this == LOG ? 1e-300 : 0);
    }

    /** The narrowest axis for {@code values}, all of which it {@link #holds}. There may be none. */
    Axis over(double[] values) {
      double low = DoubleStream.of(values).min().orElse(0.1);
      double high = DoubleStream.of(values).max().orElse(1);
      return switch (this) {
        case COUNT -> values.length == 0 ? counts(0, 1) : counts(low, high);
        case COUNT_FROM_ZERO -> counts(0, Math.max(1, high));
        case FROM_ZERO -> upTo(high);
        case LOG -> logarithmic(low, high);
      };
    }
  }

  /** From one whole number to another, with at most eleven grid lines. */
  private static Axis counts(double first, double last) {
    double step = Math.max(1, step(last - first));
    return new Axis(
        false,
        first,
        last,
        marks(
            (int) Math.ceil(first / step),
            (int) Math.floor(last / step),
            i -> i * step,
            value -> Numbers.grouped((long) value)));
  }

  /** From 0 to the first grid line at or above {@code highest}; to 1 if that is not above 0. */
  static Axis upTo(double highest) {
    double end = highest > 0 ? highest : 1;
    double step = step(end);
    int steps = (int) Math.ceil(end / step);
    return new Axis(false, 0, steps * step, marks(0, steps, i -> i * step, Numbers::brief));
  }

  /** The smallest 1, 2 or 5 times a power of ten of which ten reach over {@code extent}. */
  private static double step(double extent) {
    if (extent == 0) return 1;
    int third = 3 * ((int) Math.floor(Math.log10(extent)) - 1);
    while (MOST_STEPS * third(third) < extent) third++;
    return third(third);
  }

  /**
   * With a grid line at each end, so that even a curve that hardly moves lies between two numbers. Grid lines are
   * thirds of a decade apart, or whole decades where 1, 2, 5 would be too many.
   */
  private static Axis logarithmic(double low, double high) {
    int first = 3 * (int) Math.floor(Math.log10(low)) + 3;
    while (third(first) > low) first--;
    int last = first + 1;
    while (third(last) < high) last++;
    int step =
        last - first <= MOST_FINE_STEPS ? 1 : 3 * Math.ceilDiv(last - first, 3 * MOST_LOG_STEPS);
    int from = Math.floorDiv(first, step);
    int to = Math.ceilDiv(last, step);
    return new Axis(
        true,
        third(from * step),
        third(to * step),
        marks(from, to, i -> third(i * step), Numbers::brief));
  }

  /**
   * Thirds of a decade: -1 is 0.5, 0 is 1, 1 is 2, 2 is 5, 3 is 10. Through the decimal number, because Math.pow(10,
   * -11) is not 1e-11.
   */
  private static double third(int number) {
    return Double.parseDouble(MANTISSAS[Math.floorMod(number, 3)] + "e" + Math.floorDiv(number, 3));
  }

  private static List<Mark> marks(
      int from, int to, IntToDoubleFunction value, DoubleFunction<String> text) {
    return IntStream.rangeClosed(from, to)
        .mapToDouble(value)
        .mapToObj(v -> new Mark(v, text.apply(v)))
        .toList();
  }

  /** The same axis with {@code unit} behind each number. */
  Axis in(String unit) {
    return new Axis(
        logarithmic,
        low,
        high,
        marks.stream().map(m -> new Mark(m.value, m.text + unit)).toList());
  }

  /** 0 at the lower end, 1 at the upper; half way where both are one value. */
  double position(double value) {
    if (low == high) return 0.5;
    if (!logarithmic) return (value - low) / (high - low);
    double from = Math.log10(low);
    return (Math.log10(value) - from) / (Math.log10(high) - from);
  }
}
