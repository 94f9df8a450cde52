package fovea.report;

import fovea.train.Metrics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The course of a run as the curves of some charts, each with an upright axis that suits them. */
@SuppressWarnings("ImmutableEnumChecker") // lists of records of functions without state
enum RunCurves {
  // The total is the widest and comes first: a part that is nearly all of it shows on top, with the
  // total around it.
  COST(
      "cost",
      Axis.Kind.LOG,
      new Curve("total", Tone.INK, Series.Line.BROAD, m -> m.step().cost()),
      new Curve("reconstruction", Tone.BLUE, Series.Line.THIN, m -> m.cost().reconstruction()),
      new Curve(
          "total, held out",
          Tone.PURPLE,
          Series.Line.DASHED,
          m -> m.heldOut().map(Metrics.HeldOut::cost).orElse(Double.NaN))),
  PENALTIES(
      "weight decay and sparsity",
      Axis.Kind.LOG,
      new Curve("weight decay", Tone.ORANGE, Series.Line.THIN, m -> m.cost().weightDecay()),
      new Curve("sparsity", Tone.GREEN, Series.Line.THIN, m -> m.cost().sparsity())),
  EXPLAINED(
      "explained variance, %",
      Axis.Kind.FROM_ZERO,
      new Curve(
          "training",
          "explained, %",
          Tone.BLUE,
          Series.Line.THIN,
          m -> 100 * m.explainedVariance()),
      new Curve(
          "held out",
          "explained, held out, %",
          Tone.PURPLE,
          Series.Line.DASHED,
          m -> m.heldOut().map(held -> 100 * held.explainedVariance()).orElse(Double.NaN))),
  GRADIENT(
      "norm of the gradient",
      Axis.Kind.LOG,
      new Curve(
          "gradient", "gradient norm", Tone.RED, Series.Line.THIN, m -> m.step().gradientNorm())),
  WASTED(
      "units",
      Axis.Kind.COUNT_FROM_ZERO,
      new Curve("dead", "dead units", Tone.INK, Series.Line.BROAD, m -> count(m.deadUnits())),
      new Curve(
          "saturated",
          "saturated units",
          Tone.SKY,
          Series.Line.THIN,
          m -> count(m.saturatedUnits())));

  /** What the lower axis counts. */
  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  enum Across {
    ITERATIONS("iteration", Axis.Kind.COUNT, m -> m.step().iteration()),
    EVALUATIONS(
        "evaluations of cost and gradient", Axis.Kind.COUNT, m -> m.step().evaluations()),
    SECONDS("seconds", Axis.Kind.FROM_ZERO, Metrics::seconds);

    private final String title;
    private final Axis.Kind axis;
    private final ToDoubleFunction<Metrics> of;

    Across(String title, Axis.Kind axis, ToDoubleFunction<Metrics> of) {
      this.title = title;
      this.axis = axis;
      this.of = of;
    }

    String title() {
      return title;
    }

    double[] of(List<Metrics> points) {
      return points.stream().mapToDouble(of).toArray();
    }

    double of(Metrics point) {
      return of.applyAsDouble(point);
    }
  }

  /**
   * A curve.
   *
   * @param name in the legend of its chart
   * @param inFull its name where it stands beside curves of other charts
   * @param of its value at a point; NaN where there is none
   */
  record Curve(
      String name, String inFull, Tone tone, Series.Line line, ToDoubleFunction<Metrics> of) {
    private Curve(String name, Tone tone, Series.Line line, ToDoubleFunction<Metrics> of) {
      this(name, name, tone, line, of);
    }

    private boolean isIn(List<Metrics> points) {
      return points.stream().anyMatch(point -> !Double.isNaN(of.applyAsDouble(point)));
    }

    private Series over(double[] x, List<Metrics> points) {
      return new Series(name, tone, line, x, points.stream().mapToDouble(of).toArray());
    }
  }

  private final String title;
  private final Axis.Kind axis;
  private final List<Curve> curves;

  RunCurves(String title, Axis.Kind axis, Curve... curves) {
    this.title = title;
    this.axis = axis;
    this.curves = List.of(curves);
  }

  /** What the upright axis measures. */
  String title() {
    return title;
  }

  /** The curves that have a value at one of these points. */
  List<Curve> curves(List<Metrics> points) {
    return curves.stream().filter(curve -> curve.isIn(points)).toList();
  }

  /** Against the iteration, with the upright axis that suits the curves. */
  Chart chart(List<Metrics> points) {
    return chart(points, Across.ITERATIONS, axis);
  }

  /**
   * All curves of these points. Values that an axis has no place for (0 or negative on a logarithmic one, not finite)
   * are left out, and the legend says so.
   */
  Chart chart(List<Metrics> points, Across across, Axis.Kind up) {
    double[] x = across.of(points);
    List<Series> series =
        curves(points).stream().map(curve -> curve.over(x, points)).toList();
    return Chart.of(across.title, title, across.axis, up, series);
  }

  Axis.Kind axis() {
    return axis;
  }

  /** −1 stands for a count that an older file does not tell. */
  private static double count(int units) {
    return units < 0 ? Double.NaN : units;
  }
}
