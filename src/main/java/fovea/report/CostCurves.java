package fovea.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The cost, its three parts and the held-out cost of a run as the curves of a chart. */
final class CostCurves {
  /**
   * One of them.
   *
   * @param of its value at a point; NaN where there is none
   */
  record Part(String name, Tone tone, Series.Line line, ToDoubleFunction<CostPoint> of) {
    private Series over(double[] x, List<CostPoint> points) {
      return new Series(name, tone, line, x, points.stream().mapToDouble(of).toArray());
    }
  }

  // The total is the widest and comes first: a part that is nearly all of it shows on top, with the
  // total around it.
  private static final List<Part> PARTS = List.of(
      new Part("total", Tone.INK, Series.Line.BROAD, CostPoint::cost),
      new Part("reconstruction", Tone.BLUE, Series.Line.THIN, CostPoint::reconstruction),
      new Part("weight decay", Tone.ORANGE, Series.Line.THIN, CostPoint::weightDecay),
      new Part("sparsity", Tone.GREEN, Series.Line.THIN, CostPoint::sparsity));

  private static final Part HELD_OUT = new Part(
      "total, held out",
      Tone.PURPLE,
      Series.Line.DASHED,
      point -> point.heldOut().orElse(Double.NaN));

  private CostCurves() {}

  /** The four parts, and the held-out cost where a point has one. */
  static List<Part> parts(List<CostPoint> points) {
    List<Part> parts = new ArrayList<>(PARTS);
    if (points.stream().anyMatch(point -> point.heldOut().isPresent())) parts.add(HELD_OUT);
    return parts;
  }

  /**
   * All of them against the iteration, the cost on a logarithmic axis. Values that it has no place for (0, negative,
   * not finite) are left out, and the legend says so.
   */
  static Chart chart(List<CostPoint> points) {
    double[] iterations = points.stream().mapToDouble(CostPoint::iteration).toArray();
    List<Series> series =
        parts(points).stream().map(part -> part.over(iterations, points)).toList();
    return Chart.of("iteration", Axis.Kind.COUNT, Axis.Kind.LOG, series);
  }
}
