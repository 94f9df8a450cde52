package fovea.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A histogram on a page: bars of shares, and the same as a table.
 *
 * @param across the lower axis, from the first bin to the last
 * @param counted what it counts
 * @param bins what the values in each bin are, in words
 * @param things what the shares are shares of: "units"
 * @param mark the value at which an upright line is drawn, if any
 */
record HistogramChart(
    Histogram histogram,
    Axis across,
    String counted,
    IntFunction<String> bins,
    String things,
    OptionalDouble mark) {
  void write(Html html) {
    int count = histogram.counts().length;
    Axis up = Axis.upTo(100 * histogram.highest()).in(" %");
    Plot plot = SvgPlot.plot(new Chart(counted, "share of " + things, across, up, List.of()));
    SvgPlot.open(html, plot);
    double width = (double) plot.width() / count;
    double gap = Math.min(2, 0.1 * width);
    for (int bin = 0; bin < count; bin++) {
      double top = plot.y(100 * histogram.share(bin));
      double left = plot.left() + bin * width + gap / 2;
      SvgPlot.shape(
              html, "rect", "blue", "x y width height", left, top, width - gap, plot.y(0) - top)
          .raw(">")
          .element("title", bins.apply(bin) + ": " + share(bin))
          .raw("</rect>");
    }
    mark.ifPresent(
        at -> SvgPlot.line(html, "mark", plot.x(at), plot.y(0), plot.x(at), plot.y(up.high())));
    html.raw("</svg>\n<details>").element("summary", "The same as a table");
    html.table(
            List.of(counted, "share of " + things),
            IntStream.range(0, count)
                .mapToObj(bin -> List.of(bins.apply(bin), share(bin)))
                .toList())
        .raw("</details>\n");
  }

  private String share(int bin) {
    return Numbers.percent(histogram.share(bin), 2) + " ("
        + Numbers.grouped(histogram.counts()[bin]) + ")";
  }
}
