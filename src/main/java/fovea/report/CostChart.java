package fovea.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The chart of {@link CostCurves} on a page, the values at the iteration that the reader chooses with the pointer or
 * the slider, and a table of some iterations.
 */
final class CostChart {
  /** Iterations that can be chosen. A curve shows more, but a screen has no more pixels. */
  private static final int MOST_CHOICES = 1000;

  private static final int MOST_ROWS = 20;

  private final List<CostPoint> points;
  private final List<CostCurves.Part> parts;
  private final Plot plot;
  private final Html html;

  private CostChart(List<CostPoint> points, Html html) {
    this.points = points;
    this.parts = CostCurves.parts(points);
    this.plot = SvgPlot.plot(CostCurves.chart(points));
    this.html = html;
  }

  /** @param points at least one, iterations ascending */
  static void write(Html html, List<CostPoint> points) {
    new CostChart(points, html).write();
  }

  private void write() {
    SvgPlot.legend(html, plot.chart().series());
    html.raw("<div class=\"reader\">");
    SvgPlot.open(html, plot);
    SvgPlot.line(html, "cursor", 0, plot.top() + plot.height(), 0, plot.top());
    html.raw("</svg>\n");
    slider();
    html.raw("<div class=\"tip\" hidden=\"\"></div>\n</div>\n");
    html.raw("<details>").element("summary", "Some iterations as a table");
    List<String> head = Stream.concat(
            Stream.of(plot.chart().counted()), plot.chart().series().stream().map(Series::name))
        .toList();
    html.table(head, some(MOST_ROWS).stream().map(this::row).toList()).raw("</details>\n");
  }

  /** The data that the page's script reads; without scripts there is no slider. */
  private void slider() {
    List<CostPoint> choices = some(MOST_CHOICES);
    String last = Integer.toString(choices.size() - 1);
    html.raw("<label class=\"slider\" hidden=\"\"><span>Iteration</span> ")
        .empty("input", "type", "range", "min", "0", "max", last, "value", last)
        .raw("</label>\n<script type=\"application/json\">");
    html.raw("{\"left\":%d,\"across\":%d,\"width\":%d,\"x\":["
        .formatted(plot.left(), plot.width(), SvgPlot.WIDTH));
    html.raw(choices.stream()
        .map(p -> String.format(Locale.ROOT, "%.4f", plot.chart().across().position(p.iteration())))
        .collect(Collectors.joining(",")));
    html.raw("],\n\"rows\":[");
    html.raw(choices.stream()
        .map(p -> "[\"" + String.join("\",\"", row(p)) + "\"]")
        .collect(Collectors.joining(",\n")));
    html.raw("]}</script>\n");
  }

  /** The iteration and its values. */
  private List<String> row(CostPoint point) {
    return Stream.concat(
            Stream.of(Numbers.grouped(point.iteration())),
            parts.stream().map(part -> value(part.of().applyAsDouble(point))))
        .toList();
  }

  private static String value(double value) {
    return Double.isNaN(value) ? "–" : Numbers.significant(value, 5);
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
