package fovea.report;

import java.util.BitSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One curve of a chart.
 *
 * @param name for the legend
 * @param x ascending
 * @param y as many
 */
record Series(String name, Tone tone, Line line, double[] x, double[] y) {
  private static final int SLICES = 1000;

  /** Curves of so few points get a dot at each: a single point has no line. */
  private static final int MOST_DOTS = 30;

  /** What a curve is drawn with. */
  enum Line {
    /** Shows on both sides of a thin line on top of it. */
    BROAD(3),
    THIN(2),
    DASHED(2),
    /** Behind others that matter more. */
    FAINT(1);

    private final int width;

    Line(int width) {
      this.width = width;
    }

    /** Pixels, or units of an SVG picture. */
    int width() {
      return width;
    }
  }

  boolean isEmpty() {
    return x.length == 0;
  }

  boolean hasDots() {
    return x.length <= MOST_DOTS && line != Line.FAINT;
  }

  /**
   * The points for which both axes have a place, and no more of them than can be seen: a curve of more than 2000
   * points is cut into 1000 slices; of each stay the lowest and the highest point, so that no spike is lost, and the
   * curve's first and last. The name says so where the upright axis has no place for a point.
   */
  Series on(Axis.Kind across, Axis.Kind up) {
    BitSet held = new BitSet(x.length);
    for (int i = 0; i < x.length; i++) held.set(i, across.holds(x[i]) && up.holds(y[i]));
    Series shown = only(held);
    return new Series(name + leftOut(up), tone, line, shown.x, shown.y).thinned();
  }

  private Series only(BitSet kept) {
    return new Series(
        name,
        tone,
        line,
        kept.stream().mapToDouble(i -> x[i]).toArray(),
        kept.stream().mapToDouble(i -> y[i]).toArray());
  }

  private String leftOut(Axis.Kind up) {
    long shown = DoubleStream.of(y).filter(up::holds).count();
    if (shown == y.length) return "";
    if (DoubleStream.of(y).allMatch(v -> v == 0)) return " (0, not drawn)";
    String above = up == Axis.Kind.LOG ? "above 0" : "at least 0";
    boolean finite = DoubleStream.of(y).allMatch(Double::isFinite);
    String condition = finite ? above : "finite and " + above;
    return shown > 0 ? " (drawn where " + condition + ")" : " (nowhere " + condition + ")";
  }

  private Series thinned() {
    if (y.length <= 2 * SLICES) return this;
    BitSet kept = new BitSet(y.length);
    for (int slice = 0; slice < SLICES; slice++) {
      int from = (int) ((long) y.length * slice / SLICES);
      int to = (int) ((long) y.length * (slice + 1) / SLICES);
      kept.set(IntStream.range(from, to).reduce((a, b) -> y[b] < y[a] ? b : a).orElse(from));
      kept.set(IntStream.range(from, to).reduce((a, b) -> y[b] > y[a] ? b : a).orElse(from));
    }
    kept.set(0);
    kept.set(y.length - 1);
    return only(kept);
  }
}
