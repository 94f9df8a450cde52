package fovea.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** A few examples side by side in one small picture. */
final class TileStack {
  /** Tiles with more cells along a side are shrunk. */
  private static final int MOST_CELLS = 48;

  private TileStack() {}

  /**
   * Draws examples with one pixel for each cell and a white one between them.
   *
   * @param values examples of {@code size} values each
   * @param examples which of them, from the left; at least one
   */
  static BufferedImage of(
      TileShape tile, float[] values, int size, int[] examples, GreyScale scale) {
    Zoom zoom = new Zoom(1, tile.isBars() ? 1 : Math.ceilDiv(tile.side(), MOST_CELLS));
    int across = zoom.pixels(tile.width()) + 1;
    BufferedImage image = new BufferedImage(
        examples.length * across - 1, zoom.pixels(tile.height()), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    for (int i = 0; i < examples.length; i++)
      g.drawImage(
          zoom.apply(TileImage.of(tile, values, examples[i] * size, size, scale)),
          i * across,
          0,
          null);
    g.dispose();
    return image;
  }
}
