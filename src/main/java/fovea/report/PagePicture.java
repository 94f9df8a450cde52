package fovea.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

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
        "data:image/png;base64,"
            + Base64.getEncoder().encodeToString(PngFile.encode(grey(shown).orElse(shown))),
        shown.getWidth() * enlarge,
        shown.getHeight() * enlarge);
  }

  /** @param alt what the picture shows, for those who do not see it */
  void write(Html html, String alt) {
    html.raw("<img src=\"%s\" width=\"%d\" height=\"%d\" alt=\"".formatted(uri, width, height))
        .text(alt)
        .raw("\" />");
  }

  /**
   * The same picture with one byte for each pixel, if it has no colours: a third of the bytes. Browsers show it like
   * the other, but Java's own conversion of colours would not, so files are not written like this.
   */
  private static Optional<BufferedImage> grey(BufferedImage image) {
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    byte[] levels = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int level = pixels[i] & 255;
      if (pixels[i] != (0xFF000000 | level * 0x010101)) return Optional.empty();
      levels[i] = (byte) level;
    }
    BufferedImage grey = new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    // Past the conversion of colours, which would take the levels for linear light.
    grey.getRaster().setDataElements(0, 0, width, image.getHeight(), levels);
    return Optional.of(grey);
  }
}
