package fovea.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Base64;

/**
 * A picture that is part of a page: a PNG with one pixel for each cell, which the browser enlarges without smoothing.
 *
 * @param uri a data: URI
 * @param width on the page, pixels of CSS
 * @param height likewise
 */
record PagePicture(String uri, int width, int height) {
  /** A picture whose longer side is about {@code pixels} long; a larger one is shrunk to less than twice that. */
  static PagePicture of(BufferedImage image, int pixels) throws IOException {
    int side = Math.max(image.getWidth(), image.getHeight());
    int shrink = Math.max(1, side / pixels);
    BufferedImage shown = shrink == 1 ? image : new Zoom(1, shrink).apply(image);
    int enlarge = (int) Math.max(1, Math.round((double) pixels / side));
    return new PagePicture(
        "data:image/png;base64," + Base64.getEncoder().encodeToString(PngFile.encode(shown)),
        shown.getWidth() * enlarge,
        shown.getHeight() * enlarge);
  }

  /** @param alt what the picture shows, for those who do not see it */
  void write(Html html, String alt) {
    html.raw("<img src=\"%s\" width=\"%d\" height=\"%d\" alt=\"".formatted(uri, width, height))
        .text(alt)
        .raw("\" />");
  }
}
