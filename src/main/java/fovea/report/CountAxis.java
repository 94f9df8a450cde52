package fovea.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A linear axis of whole numbers, such as iterations, with at most eleven ticks.
 *
 * @param step between ticks: 1, 2 or 5 times a power of ten
 */
record CountAxis(int first, int last, int step) implements Axis {
  private static final int MOST_STEPS = 10;

  static CountAxis of(int first, int last) {
    int least = Math.ceilDiv(last - first, MOST_STEPS);
    int decade = 1;
    while (decade <= least / 10) decade *= 10;
    for (int step : new int[] {decade, 2 * decade, 5 * decade}) {
      if (step >= least) return new CountAxis(first, last, step);
    }
    return new CountAxis(first, last, 10 * decade);
  }

  /** The multiples of the step on the axis, ascending. */
  int[] ticks() {
    return IntStream.rangeClosed(Math.ceilDiv(first, step), last / step)
        .map(i -> i * step)
        .toArray();
  }

  @Override
  public List<Mark> marks() {
    return IntStream.of(ticks()).mapToObj(t -> new Mark(t, Numbers.grouped(t))).toList();
  }

  /** 0 at the first number, 1 at the last; half way if they are the same. */
  @Override
  public double position(double value) {
    return last > first ? (value - first) / (last - first) : 0.5;
  }
}
