package fovea.report;

import java.awt.image.BufferedImage;
import java.util.function.IntUnaryOperator;

/** Pictures of single examples, one pixel per cell. */
final class TileImage {
  /** Beige: neither on the grey nor on the diverging scale. */
  static final int EMPTY = 0xF5EBD3;

  private TileImage() {}

  /** Colours {@code cells} cells row by row, as {@code rgb} says; cells after the last are beige. */
  static BufferedImage of(TileShape tile, int cells, IntUnaryOperator rgb) {
    BufferedImage image =
        new BufferedImage(tile.width(), tile.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < tile.width() * tile.height(); i++) {
      image.setRGB(i % tile.width(), i / tile.width(), i < cells ? rgb.applyAsInt(i) : EMPTY);
    }
    return image;
  }

  /** The sentence that explains beige cells where {@code length} values leave some; else nothing. */
  static String emptyCells(TileShape tile, int length) {
    return tile.cells(length) < tile.width() * tile.height() ? " Beige cells hold no value." : "";
  }

  /** The {@code length} values from {@code offset} on, grey or in colour after the tile's channels. */
  static BufferedImage of(TileShape tile, float[] values, int offset, int length, GreyScale scale) {
    int cells = tile.cells(length);
    if (tile.channels() == 1) return of(tile, cells, i -> scale.rgb(values[offset + i]));
    return of(
        tile,
        cells,
        i -> scale.rgb(
            values[offset + i], values[offset + cells + i], values[offset + 2 * cells + i]));
  }
}
