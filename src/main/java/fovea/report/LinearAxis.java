package fovea.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A linear axis from 0 on, such as seconds, that ends at a tick.
 *
 * @param steps from 0 to the end, 1 to 10
 * @param step between ticks: 1, 2 or 5 times a power of ten
 */
record LinearAxis(int steps, double step) implements Axis {
  private static final int MOST_STEPS = 10;

  /** The shortest axis that holds {@code highest}; up to 1 if that is not above 0. */
  static LinearAxis upTo(double highest) {
    if (!(highest > 0)) return new LinearAxis(1, 1);
    int exponent = (int) Math.floor(Math.log10(highest)) - 1;
    for (int tick = 0; ; tick++) {
      // Through the decimal number, because Math.pow(10, -11) is not 1e-11.
      double step = Double.parseDouble(new int[] {1, 2, 5}[tick % 3] + "e" + (exponent + tick / 3));
      if (highest <= MOST_STEPS * step)
        return new LinearAxis((int) Math.ceil(highest / step), step);
    }
  }

  @Override
  public double position(double value) {
    return value / (steps * step);
  }

  @Override
  public List<Mark> marks() {
    return IntStream.rangeClosed(0, steps)
        .mapToObj(i -> new Mark(i * step, Numbers.brief(i * step)))
        .toList();
  }
}
