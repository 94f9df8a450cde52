package fovea.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The parts of the report that show examples: before and after preprocessing, and reconstructed.
 *
 * @param columns how far off the columns of a table are, if the examples are of one
 */
record ReportExamples(Html html, ShownExamples shown, Optional<ColumnErrors> columns) {
  private static final int PIXELS = 96;

  /** Before and after preprocessing. */
  void examples() throws IOException {
    TileRow seen = shown.seen();
    boolean both = shown.asRead().isPresent();
    ReportPage.section(html, "examples");
    html.element(
        "p",
        shown
            .asRead()
            .map(asRead ->
                ("%d random training examples. Above: as they were read (%s). Below: after preprocessing"
                        + " (%s), as the network sees them.")
                    .formatted(seen.count(), asRead.scale(), seen.scale()))
            .orElse("%d random training examples%s: %s.%s"
                .formatted(
                    seen.count(),
                    seen.tile().isBars() ? "" : ". Their values stand in rows from the upper left",
                    seen.reading(),
                    seen.emptyCells())));
    html.raw("\n<ul class=\"tiles\">\n");
    for (int i = 0; i < seen.count(); i++) {
      html.raw("<li>");
      if (both) picture(shown.asRead().get().image(i), "Example %d as read".formatted(i + 1));
      picture(seen.image(i), "Example %d%s".formatted(i + 1, both ? " preprocessed" : ""));
      html.raw("</li>\n");
    }
    html.raw("</ul>\n</section>\n");
  }

  /** Input, output and difference. */
  void reconstructions() throws IOException {
    Reconstructions pairs = shown.reconstructions();
    ReportPage.section(html, "reconstructions");
    html.element(
            "p",
            "The same examples: input, output and difference. " + pairs.caption() + shown.remark())
        .raw("\n");
    if (pairs.colours().range() > 0) {
      html.raw("<div aria-hidden=\"true\"><span class=\"bar\"></span><div class=\"ends\">");
      for (String end : pairs.ends()) html.element("span", end);
      html.raw("</div></div>\n");
    }
    html.raw("<ul class=\"pairs\">\n");
    for (int i = 0; i < pairs.input().count(); i++) {
      html.raw("<li><div class=\"row\">");
      List<BufferedImage> images = pairs.images(i);
      for (int part = 0; part < images.size(); part++)
        picture(
            images.get(part), "Example %d, %s".formatted(i + 1, Reconstructions.PARTS.get(part)));
      html.raw("</div>")
          .element("span", "%d: %s".formatted(i + 1, pairs.error(i)))
          .raw("</li>\n");
    }
    html.raw("</ul>\n");
    columns.ifPresent(errors -> errors.write(html));
    html.raw("</section>\n");
  }

  private void picture(BufferedImage image, String alt) throws IOException {
    PagePicture.of(image, PIXELS).write(html, alt);
  }
}
