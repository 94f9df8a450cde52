package fovea.report;

import java.awt.image.BufferedImage;

/**
 * How large a tile is drawn. Every cell becomes {@code enlarge}×{@code enlarge} equal pixels (nearest neighbour, so
 * that single values stay visible), or every {@code shrink}×{@code shrink} cells become one pixel of their mean
 * colour.
 */
record Zoom(int enlarge, int shrink) {
  /** Tiles that are not enlarged and have more cells than this along a side are shrunk to at most as many pixels. */
  private static final int MOST_CELLS = 128;

  /** Makes the longer side of {@code tile} about {@code pixels} long. */
  static Zoom about(int pixels, TileShape tile) {
    int side = tile.side();
    int enlarge = (int) Math.max(1, Math.round((double) pixels / side));
    return new Zoom(enlarge, enlarge > 1 ? 1 : Math.ceilDiv(side, MOST_CELLS));
  }

  /** Pixels that {@code cells} cells in a row take. */
  int pixels(int cells) {
    return Math.ceilDiv(cells, shrink) * enlarge;
  }

  /** {@code image} has one pixel per cell. */
  BufferedImage apply(BufferedImage image) {
    BufferedImage out = new BufferedImage(
        pixels(image.getWidth()), pixels(image.getHeight()), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < out.getHeight(); y++) {
      for (int x = 0; x < out.getWidth(); x++) {
        out.setRGB(x, y, block(image, x / enlarge * shrink, y / enlarge * shrink));
      }
    }
    return out;
  }

  private int block(BufferedImage image, int left, int top) {
    int right = Math.min(left + shrink, image.getWidth());
    int bottom = Math.min(top + shrink, image.getHeight());
    int cells = (right - left) * (bottom - top);
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int rgb = image.getRGB(x, y);
        red += (rgb >> 16) & 255;
        green += (rgb >> 8) & 255;
        blue += rgb & 255;
      }
    }
    return ((red / cells) << 16) | ((green / cells) << 8) | (blue / cells);
  }
}
