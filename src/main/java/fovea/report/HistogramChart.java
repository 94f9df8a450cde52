package fovea.report;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * A histogram in a page: bars of shares, and the same as a table.
 *
 * @param histogram what to draw
 * @param across numbers along the lower axis
 * @param title what the lower axis counts
 * @param bins what the values in each bin are, in words
 * @param things what the shares are shares of: "units"
 * @param mark where to draw an upright line, 0 to 1 along the lower axis; negative for none
 */
record HistogramChart(
    Histogram histogram,
    List<SvgPlot.Tick> across,
    String title,
    IntFunction<String> bins,
    String things,
    double mark) {
  void write(Html html) {
    LinearAxis up = LinearAxis.upTo(100 * histogram.highest());
    List<SvgPlot.Tick> shares = up.marks().stream()
        .map(m -> new SvgPlot.Tick(up.position(m.value()), m.text() + " %"))
        .toList();
    SvgPlot.open(html);
    SvgPlot.grid(html, across, shares, title);
    html.raw("<g class=\"bars\">");
    int count = histogram.counts().length;
    double gap = Math.min(2, 0.1 * SvgPlot.ACROSS / count);
    for (int bin = 0; bin < count; bin++) {
      double left = SvgPlot.x((double) bin / count);
      double top = SvgPlot.y(up.position(100 * histogram.share(bin)));
      html.open(
              "rect",
              "x",
              SvgPlot.number(left + gap / 2),
              "y",
              SvgPlot.number(top),
              "width",
              SvgPlot.number((double) SvgPlot.ACROSS / count - gap),
              "height",
              SvgPlot.number(SvgPlot.y(0) - top))
          .element("title", bins.apply(bin) + ": " + share(bin))
          .close("rect");
    }
    html.raw("</g>");
    if (mark >= 0 && mark <= 1)
      html.empty(
          "line",
          "class",
          "mark",
          "x1",
          SvgPlot.number(SvgPlot.x(mark)),
          "y1",
          SvgPlot.number(SvgPlot.y(0)),
          "x2",
          SvgPlot.number(SvgPlot.x(mark)),
          "y2",
          SvgPlot.number(SvgPlot.y(1)));
    html.raw("</svg>\n");
    table(html);
  }

  private void table(Html html) {
    html.raw("<details>").element("summary", "The same as a table");
    html.raw("<table><thead><tr>")
        .raw("<th scope=\"col\">")
        .text(title)
        .raw("</th><th scope=\"col\">")
        .text("share of " + things)
        .raw("</th></tr></thead>\n<tbody>");
    for (int bin = 0; bin < histogram.counts().length; bin++)
      html.raw("<tr><th scope=\"row\">")
          .text(bins.apply(bin))
          .raw("</th>")
          .element("td", share(bin))
          .raw("</tr>\n");
    html.raw("</tbody></table></details>\n");
  }

  private String share(int bin) {
    return String.format(
        Locale.ROOT, "%.2f %% (%,d)", 100 * histogram.share(bin), histogram.counts()[bin]);
  }
}
