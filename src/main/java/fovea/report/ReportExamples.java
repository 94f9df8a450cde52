package fovea.report;

import fovea.data.ExampleShape;
import fovea.data.Preprocessing;
import fovea.data.Whitening;
import java.io.IOException;
import java.util.Arrays;

/** The parts of the report that show examples: before and after preprocessing, and reconstructed. They are those of the figures. */
final class ReportExamples {
  private static final int PIXELS = 96;

  private final RunReport report;
  private final Html html;
  private final int[] shown;
  private final TileShape tile;

  ReportExamples(RunReport report, Html html) {
    this.report = report;
    this.html = html;
    shown = RunFigures.draw(report.raw().count(), report.config().data().seed());
    tile = TileShape.of(report.raw().shape(), report.preprocessing());
  }

  void write() throws IOException {
    examples();
    reconstructions();
  }

  private void examples() throws IOException {
    int d = report.network().shape().inputs();
    int size = report.raw().shape().size();
    boolean both = !(report.preprocessing() instanceof Preprocessing.None)
        && report.raw().shape() instanceof ExampleShape.Patch;
    TileShape rawTile = TileShape.of(report.raw().shape());
    float[] raw = RunFigures.rows(report.raw().values(), size, shown);
    float[] x = RunFigures.rows(report.x(), d, shown);
    GreyScale rawScale = GreyScale.showing(raw);
    GreyScale scale = GreyScale.seen(report.preprocessing(), x);
    ReportPage.section(html, "examples");
    html.raw("<p>")
        .text(
            both
                ? "%d random training examples: above as they were read (%s), below what preprocessing made of them (%s), which is all that the network sees."
                    .formatted(shown.length, rawScale, scale)
                : "%d random training examples, values in rows from the upper left: %s.%s"
                    .formatted(shown.length, scale, TileImage.emptyCells(tile, d)))
        .raw("</p>\n<ul class=\"tiles\">\n");
    for (int i = 0; i < shown.length; i++) {
      html.raw("<li>");
      if (both)
        PagePicture.of(TileImage.of(rawTile, raw, i * size, size, rawScale), PIXELS)
            .write(html, "Example %d as read".formatted(i + 1));
      PagePicture.of(TileImage.of(tile, x, i * d, d, scale), PIXELS)
          .write(html, "Example %d%s".formatted(i + 1, both ? " preprocessed" : ""));
      html.raw("</li>\n");
    }
    html.raw("</ul>\n</section>\n");
  }

  private void reconstructions() throws IOException {
    int d = report.network().shape().inputs();
    float[] x = RunFigures.rows(report.x(), d, shown);
    float[] output = new float[x.length];
    report.network().reconstructBatch(x, shown.length, output);
    Preprocessing preprocessing = report.preprocessing();
    x = preprocessing.withoutWhitening(x, shown.length);
    output = preprocessing.withoutWhitening(output, shown.length);
    Difference difference = Difference.of(tile, x, output, d);
    DivergingScale colours = new DivergingScale(difference.range());
    GreyScale grey = GreyScale.showing(x);
    ReportPage.section(html, "reconstructions");
    html.raw("<p>")
        .text(
            "The same examples: input, output, and output minus input%s; blue where the output is too low, red where it is too high."
                .formatted(tile.channels() == 1 ? "" : " in the channel that differs most"))
        .text(" RMSE is the root of the mean squared difference.")
        .text(preprocessing instanceof Whitening ? RunFigures.UNWHITENED : "")
        .raw("</p>\n");
    if (colours.range() > 0)
      html.raw("<div aria-hidden=\"true\"><span class=\"bar\"></span><div class=\"ends\">")
          .element("span", Numbers.brief(-colours.range()))
          .element("span", "0")
          .element("span", "+" + Numbers.brief(colours.range()))
          .raw("</div></div>\n");
    html.raw("<ul class=\"pairs\">\n");
    for (int i = 0; i < shown.length; i++) {
      int first = i * difference.cells();
      float[] differences =
          Arrays.copyOfRange(difference.values(), first, first + difference.cells());
      html.raw("<li><div class=\"row\">");
      PagePicture.of(TileImage.of(tile, x, i * d, d, grey), PIXELS)
          .write(html, "Input %d".formatted(i + 1));
      PagePicture.of(TileImage.of(tile, output, i * d, d, grey), PIXELS)
          .write(html, "Output %d".formatted(i + 1));
      PagePicture.of(
              TileImage.of(tile, differences.length, cell -> colours.rgb(differences[cell])),
              PIXELS)
          .write(html, "Difference %d".formatted(i + 1));
      double error = Difference.rootMeanSquare(x, output, i * d, d);
      html.raw("</div><span>")
          .text("%d: RMSE %s".formatted(i + 1, Numbers.significant(error, 3)))
          .raw("</span></li>\n");
    }
    html.raw("</ul>\n</section>\n");
  }
}
