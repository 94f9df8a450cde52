package fovea.report;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** A few examples close together in one small picture, three in a row. */
final class TileStack {
  private static final int COLUMNS = 3;

  /** Tiles with more cells along a side are shrunk. */
  private static final int MOST_CELLS = 48;

  private TileStack() {}

  /**
   * Draws examples with one pixel for each cell and one between them, on nothing.
   *
   * @param values examples of {@code size} values each
   * @param examples which of them, in rows from the upper left; at least one
   */
  static BufferedImage of(
      TileShape tile, float[] values, int size, int[] examples, GreyScale scale) {
    Zoom zoom = new Zoom(1, Math.ceilDiv(tile.side(), MOST_CELLS));
    int across = zoom.pixels(tile.width()) + 1;
    int down = zoom.pixels(tile.height()) + 1;
    int columns = Math.min(COLUMNS, examples.length);
    BufferedImage image = new BufferedImage(
        columns * across - 1,
        Math.ceilDiv(examples.length, columns) * down - 1,
        BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    for (int i = 0; i < examples.length; i++)
      g.drawImage(
          zoom.apply(TileImage.of(tile, values, examples[i] * size, size, scale)),
          i % columns * across,
          i / columns * down,
          null);
    g.dispose();
    return image;
  }
}
