package fovea.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A logarithmic axis with a tick at each end, so that even a curve that hardly moves lies between two numbers. Ticks are
 * counted in thirds of a decade: ..., -1 is 0.5, 0 is 1, 1 is 2, 2 is 5, 3 is 10, ...
 *
 * @param first tick at the lower end
 * @param last tick at the upper end, above {@code first}
 * @param step from tick to tick: 1, or a multiple of 3 where 1, 2, 5 would be too many
 */
record LogAxis(int first, int last, int step) implements Axis {
  private static final int[] MANTISSAS = {1, 2, 5};
  private static final int MOST_FINE_STEPS = 9;
  private static final int MOST_STEPS = 12;

  /** The narrowest axis that holds {@code values}, all finite and above 0; without any it runs from 0.1 to 1. */
  static LogAxis around(double[] values) {
    int first = atOrBelow(DoubleStream.of(values).min().orElse(0.1));
    double highest = DoubleStream.of(values).max().orElse(1);
    int last = first + 1;
    while (value(last) < highest) last++;
    if (last - first <= MOST_FINE_STEPS) return new LogAxis(first, last, 1);
    int step = 3 * Math.ceilDiv(last - first, 3 * MOST_STEPS);
    return new LogAxis(Math.floorDiv(first, step) * step, Math.ceilDiv(last, step) * step, step);
  }

  /** Values of the ticks, ascending. */
  double[] ticks() {
    return IntStream.rangeClosed(0, (last - first) / step)
        .mapToDouble(i -> value(first + i * step))
        .toArray();
  }

  @Override
  public List<Mark> marks() {
    return DoubleStream.of(ticks()).mapToObj(t -> new Mark(t, Numbers.brief(t))).toList();
  }

  @Override
  public double position(double value) {
    double low = Math.log10(value(first));
    return (Math.log10(value) - low) / (Math.log10(value(last)) - low);
  }

  /** Through the decimal number, because Math.pow(10, -11) is not 1e-11. */
  private static double value(int tick) {
    return Double.parseDouble(MANTISSAS[Math.floorMod(tick, 3)] + "e" + Math.floorDiv(tick, 3));
  }

  private static int atOrBelow(double value) {
    int tick = 3 * (int) Math.floor(Math.log10(value)) + 3;
    while (value(tick) > value) tick--;
    return tick;
  }
}
