package fovea.report;

import fovea.report.RunCurves.Across;
import fovea.train.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The charts of {@link RunCurves} on a page. Each is drawn for every choice of axes, and the page's script shows one of
 * them. Beside the cost are the values at the iteration that the reader chooses with the pointer or the slider, and a
 * table of some iterations.
 */
final class RunCharts {
  /** Iterations that can be chosen. A curve shows more, but a screen has no more pixels. */
  private static final int MOST_CHOICES = 1000;

  private static final int MOST_ROWS = 20;

  private final List<Metrics> points;
  private final List<RunCurves.Curve> values;
  private final Html html;

  /** @param points at least one, iterations ascending */
  RunCharts(Html html, List<Metrics> points) {
    this.html = html;
    this.points = points;
    values = Stream.of(RunCurves.values())
        .flatMap(curves -> curves.curves(points).stream())
        .toList();
  }

  /** The cost, with a choice of axes for it and all other charts, a slider and a table. */
  void cost() {
    choices();
    SvgPlot.legend(html, RunCurves.COST.chart(points).series());
    html.raw("<div class=\"reader\">");
    Plot plot = SvgPlot.plot(RunCurves.COST.chart(points));
    for (Axis.Kind up : List.of(Axis.Kind.LOG, Axis.Kind.FROM_ZERO))
      for (Across across : Across.values()) {
        open(across, up, across == Across.ITERATIONS && up == Axis.Kind.LOG);
        SvgPlot.open(html, SvgPlot.plot(RunCurves.COST.chart(points, across, up)));
        SvgPlot.line(html, "cursor", 0, plot.top() + plot.height(), 0, plot.top());
        html.raw("</svg></div>\n");
      }
    slider(plot);
    html.raw("<div class=\"tip\" hidden=\"\"></div>\n</div>\n");
    html.raw("<details>").element("summary", "Some iterations as a table");
    html.table(names(), some(MOST_ROWS).stream().map(this::row).toList()).raw("</details>\n");
  }

  /** The other charts, without those that have no curve. */
  void others() {
    html.raw("<div class=\"charts\">\n");
    for (RunCurves curves : RunCurves.values()) {
      if (curves == RunCurves.COST || curves.curves(points).isEmpty()) continue;
      html.raw("<figure>");
      SvgPlot.legend(html, curves.chart(points).series());
      for (Across across : Across.values()) {
        open(across, curves.axis(), across == Across.ITERATIONS);
        SvgPlot.open(html, SvgPlot.plot(curves.chart(points, across, curves.axis())));
        html.raw("</svg></div>\n");
      }
      html.raw("</figure>\n");
    }
    html.raw("</div>\n");
  }

  private void choices() {
    html.raw("<p class=\"sort axes\" hidden=\"\">");
    html.raw("<label>Against <select name=\"across\">");
    option("iterations", "iterations");
    option("evaluations", "evaluations");
    option("seconds", "seconds");
    html.raw("</select></label> <label>Cost <select name=\"up\">");
    option("log", "logarithmic");
    option("from_zero", "linear");
    html.raw("</select></label></p>\n");
  }

  private void option(String value, String name) {
    html.open("option", "value", value).text(name).raw("</option>");
  }

  /** Begins a chart of one choice of axes; only the first of them shows without a script. */
  private void open(Across across, Axis.Kind up, boolean shown) {
    html.raw("<div class=\"choice\" data-across=\"%s\" data-up=\"%s\"%s>"
        .formatted(lower(across), lower(up), shown ? "" : " hidden=\"\""));
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }

  /** The data that the page's script reads; without scripts there is no slider. */
  private void slider(Plot plot) {
    List<Metrics> choices = some(MOST_CHOICES);
    String last = Integer.toString(choices.size() - 1);
    html.raw("<label class=\"slider\" hidden=\"\"><span>Iteration</span> ")
        .empty("input", "type", "range", "min", "0", "max", last, "value", last)
        .raw("</label>\n<script type=\"application/json\">");
    html.raw("{\"left\":%d,\"across\":%d,\"width\":%d,\"x\":{"
        .formatted(plot.left(), plot.width(), SvgPlot.WIDTH));
    html.raw(Stream.of(Across.values())
        .map(across -> "\"" + lower(across) + "\":[" + positions(across, choices) + "]")
        .collect(Collectors.joining(",\n")));
    html.raw("},\n\"names\":[\"" + String.join("\",\"", names()) + "\"],\n\"rows\":[");
    html.raw(choices.stream()
        .map(p -> "[\"" + String.join("\",\"", row(p)) + "\"]")
        .collect(Collectors.joining(",\n")));
    html.raw("]}</script>\n");
  }

  /** Where these points lie on the lower axis, from 0 to 1. */
  private String positions(Across across, List<Metrics> choices) {
    Axis axis = RunCurves.COST.chart(points, across, Axis.Kind.LOG).across();
    return DoubleStream.of(across.of(choices))
        .mapToObj(x -> String.format(Locale.ROOT, "%.4f", axis.position(x)))
        .collect(Collectors.joining(","));
  }

  private List<String> names() {
    return Stream.concat(
            Stream.of("iteration", "evaluations", "seconds"),
            values.stream().map(RunCurves.Curve::inFull))
        .toList();
  }

  /** The iteration and its values. */
  private List<String> row(Metrics point) {
    return Stream.concat(
            Stream.of(
                Numbers.grouped(point.step().iteration()),
                Numbers.grouped(point.step().evaluations()),
                Numbers.significant(Across.SECONDS.of(point), 3)),
            values.stream().map(curve -> value(curve.of().applyAsDouble(point))))
        .toList();
  }

  private static String value(double value) {
    return Double.isNaN(value) ? "–" : Numbers.significant(value, 5);
  }

  /** At most {@code most} points, evenly spread, the first and the last among them. */
  private List<Metrics> some(int most) {
    if (points.size() <= most) return points;
    List<Metrics> some = new ArrayList<>();
    for (int i = 0; i < most; i++)
      some.add(points.get((int) ((long) i * (points.size() - 1) / (most - 1))));
    return some;
  }
}
