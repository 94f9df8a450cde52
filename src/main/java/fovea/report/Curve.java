package fovea.report;

import java.awt.Color;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One curve of a cost figure: the points that a logarithmic axis can show, and no more of them than can be seen.
 *
 * @param label for the legend; says so where points were left out because they are 0, negative or not finite
 * @param colour of its line
 * @param width of its line, pixels
 * @param x iterations or what else the curve runs over, ascending
 * @param y finite values above 0, as many
 */
record Curve(String label, Color colour, float width, double[] x, double[] y) {
  private static final int SLICES = 1000;

  /**
   * {@code part} against the iteration. A curve of more than 2000 points is cut into 1000 slices; of each stay the lowest
   * and the highest point, so that no spike is lost, and the curve's first and last.
   */
  static Curve of(
      String name,
      Color colour,
      float width,
      List<CostPoint> points,
      ToDoubleFunction<CostPoint> part) {
    double[] values = points.stream().mapToDouble(part).toArray();
    int[] shown =
        IntStream.range(0, values.length).filter(i -> canBeShown(values[i])).toArray();
    double[] x = IntStream.of(shown).mapToDouble(i -> points.get(i).iteration()).toArray();
    double[] y = IntStream.of(shown).mapToDouble(i -> values[i]).toArray();
    return thinned(name + leftOut(values, shown.length), colour, width, x, y);
  }

  /** y against x where both are above 0; thinned out in the same way. */
  static Curve ofPositive(String name, Color colour, float width, double[] x, double[] y) {
    int[] shown = IntStream.range(0, y.length)
        .filter(i -> canBeShown(x[i]) && canBeShown(y[i]))
        .toArray();
    return thinned(
        name,
        colour,
        width,
        IntStream.of(shown).mapToDouble(i -> x[i]).toArray(),
        IntStream.of(shown).mapToDouble(i -> y[i]).toArray());
  }

  private static Curve thinned(String label, Color colour, float width, double[] x, double[] y) {
    BitSet kept = worthDrawing(y);
    return new Curve(
        label,
        colour,
        width,
        kept.stream().mapToDouble(i -> x[i]).toArray(),
        kept.stream().mapToDouble(i -> y[i]).toArray());
  }

  boolean isEmpty() {
    return x.length == 0;
  }

  /** Short of the ends of double, where an axis would have to start at 0 or end at infinity. */
  private static boolean canBeShown(double value) {
    return value >= 1e-300 && value <= 1e300;
  }

  private static String leftOut(double[] values, int shown) {
    if (shown == values.length) return "";
    if (DoubleStream.of(values).allMatch(v -> v == 0)) return " (0, not drawn)";
    boolean finite = DoubleStream.of(values).allMatch(Double::isFinite);
    String condition = finite ? "above 0" : "finite and above 0";
    return shown > 0 ? " (drawn where " + condition + ")" : " (nowhere " + condition + ")";
  }

  private static BitSet worthDrawing(double[] y) {
    BitSet kept = new BitSet(y.length);
    if (y.length <= 2 * SLICES) {
      kept.set(0, y.length);
      return kept;
    }
    for (int slice = 0; slice < SLICES; slice++) {
      int from = (int) ((long) y.length * slice / SLICES);
      int to = (int) ((long) y.length * (slice + 1) / SLICES);
      int lowest = from;
      int highest = from;
      for (int i = from + 1; i < to; i++) {
        if (y[i] < y[lowest]) lowest = i;
        if (y[i] > y[highest]) highest = i;
      }
      kept.set(lowest);
      kept.set(highest);
    }
    kept.set(0);
    kept.set(y.length - 1);
    return kept;
  }
}
