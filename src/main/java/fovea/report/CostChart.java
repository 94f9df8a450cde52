package fovea.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The cost, its parts and the held-out cost in a page: curves, the values at the iteration that the pointer or the slider below chooses,
 * and a table of some iterations.
 */
final class CostChart {
  /** Curves of so few points get a dot at each: a single point has no line. */
  private static final int MOST_DOTS = 30;

  /** Iterations that can be chosen. A curve shows more, but a screen has no more pixels. */
  private static final int MOST_CHOICES = 1000;

  private static final int MOST_ROWS = 20;

  private final List<CostPoint> points;
  private final List<Curve> curves;
  private final Html html;

  private CostChart(List<CostPoint> points, Html html) {
    this.points = points;
    this.curves = CostFigure.curves(points);
    this.html = html;
  }

  /** @param points at least one, iterations ascending */
  static void write(Html html, List<CostPoint> points) {
    new CostChart(points, html).write();
  }

  private void write() {
    CountAxis across =
        CountAxis.of(points.getFirst().iteration(), points.getLast().iteration());
    LogAxis up = LogAxis.around(
        curves.stream().flatMapToDouble(c -> DoubleStream.of(c.y())).toArray());
    legend();
    html.raw("<div class=\"reader\">");
    SvgPlot.open(html);
    SvgPlot.grid(html, SvgPlot.Tick.of(across), SvgPlot.Tick.of(up), "iteration");
    for (int i = 0; i < curves.size(); i++) curve(i, across, up);
    html.raw("<line class=\"cursor\" y1=\"%s\" y2=\"%s\" />"
        .formatted(SvgPlot.number(SvgPlot.y(1)), SvgPlot.number(SvgPlot.y(0))));
    html.raw("</svg>\n");
    slider(across);
    html.raw("<div class=\"tip\" hidden=\"\"></div>\n");
    html.raw("</div>\n");
    table();
  }

  private void legend() {
    html.raw("<ul class=\"legend\">");
    for (int i = 0; i < curves.size(); i++)
      html.raw("<li class=\"curve%d\">".formatted(i))
          .text(curves.get(i).label())
          .raw("</li>");
    html.raw("</ul>\n");
  }

  private void curve(int index, CountAxis across, LogAxis up) {
    Curve curve = curves.get(index);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < curve.x().length; i++) {
      String x = SvgPlot.number(SvgPlot.x(across.position(curve.x()[i])));
      String y = SvgPlot.number(SvgPlot.y(up.position(curve.y()[i])));
      line.append(i == 0 ? "" : " ").append(x).append(',').append(y);
      if (curve.x().length <= MOST_DOTS)
        html.raw("<circle class=\"curve%d\" cx=\"%s\" cy=\"%s\" r=\"3\" />".formatted(index, x, y));
    }
    html.raw("<polyline class=\"curve%d\" points=\"%s\" />\n".formatted(index, line));
  }

  /** The data that the page's script reads; without scripts there is no slider. */
  private void slider(CountAxis across) {
    List<CostPoint> choices = some(MOST_CHOICES);
    html.raw("<label class=\"slider\" hidden=\"\"><span>Iteration</span> ")
        .empty(
            "input",
            "type",
            "range",
            "min",
            "0",
            "max",
            Integer.toString(choices.size() - 1),
            "value",
            Integer.toString(choices.size() - 1))
        .raw("</label>\n<script type=\"application/json\">");
    html.raw("{\"left\":%d,\"across\":%d,\"width\":%d,\"x\":["
        .formatted(SvgPlot.LEFT, SvgPlot.ACROSS, SvgPlot.WIDTH));
    html.raw(choices.stream()
        .map(p -> String.format(Locale.ROOT, "%.4f", across.position(p.iteration())))
        .collect(Collectors.joining(",")));
    html.raw("],\n\"rows\":[");
    html.raw(choices.stream()
        .map(p -> "[" + p.iteration() + ","
            + values(p).stream().map(v -> "\"" + v + "\"").collect(Collectors.joining(",")) + "]")
        .collect(Collectors.joining(",\n")));
    html.raw("]}</script>\n");
  }

  private void table() {
    html.raw("<details>").element("summary", "Some iterations as a table");
    html.raw("<div class=\"wide\"><table><thead><tr><th scope=\"col\">iteration</th>");
    for (Curve curve : curves)
      html.raw("<th scope=\"col\">").text(curve.label()).raw("</th>");
    html.raw("</tr></thead>\n<tbody>");
    for (CostPoint point : some(MOST_ROWS)) {
      html.raw("<tr><th scope=\"row\">")
          .text(Numbers.grouped(point.iteration()))
          .raw("</th>");
      for (String value : values(point)) html.element("td", value);
      html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div></details>\n");
  }

  private List<String> values(CostPoint point) {
    List<ToDoubleFunction<CostPoint>> parts = List.of(
        CostPoint::cost,
        CostPoint::reconstruction,
        CostPoint::weightDecay,
        CostPoint::sparsity,
        p -> p.heldOut().orElse(Double.NaN));
    return parts.subList(0, curves.size()).stream()
        .map(part -> part.applyAsDouble(point))
        .map(value -> Double.isNaN(value) ? "–" : Numbers.significant(value, 5))
        .toList();
  }

  /** At most {@code most} points, evenly spread, the first and the last among them. */
  private List<CostPoint> some(int most) {
    if (points.size() <= most) return points;
    List<CostPoint> some = new ArrayList<>();
    for (int i = 0; i < most; i++)
      some.add(points.get((int) ((long) i * (points.size() - 1) / (most - 1))));
    return some;
  }
}
