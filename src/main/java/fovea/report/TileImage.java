package fovea.report;

import java.awt.image.BufferedImage;
import java.util.function.IntUnaryOperator;

/** Pictures of single examples, one pixel per cell. */
final class TileImage {
  /** Beige: neither on the grey nor on the diverging scale. */
  static final int EMPTY = 0xF5EBD3;

  private static final int GROUND = 0xFFFFFF;
  private static final int FRAME = 0xE2E4E7;
  private static final int BASE = 0xB0B4BA;
  private static final int BAR = 0x0067A3;

  private TileImage() {}

  /**
   * Colours {@code cells} cells row by row, as {@code rgb} says; cells after the last are beige. Where the tile has
   * bars, a stripe from top to bottom stands for each.
   */
  static BufferedImage of(TileShape tile, int cells, IntUnaryOperator rgb) {
    BufferedImage image =
        new BufferedImage(tile.width(), tile.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < tile.pixels(); i++) {
      int x = i % tile.width();
      int cell = tile.isBars() ? x * tile.bars() / tile.width() : i;
      image.setRGB(x, i / tile.width(), cell < cells ? rgb.applyAsInt(cell) : EMPTY);
    }
    return image;
  }

  /** The sentence that explains beige cells where {@code length} values leave some; else nothing. */
  static String emptyCells(TileShape tile, int length) {
    return !tile.isBars() && tile.cells(length) < tile.pixels()
        ? " Beige cells hold no value."
        : "";
  }

  /** The {@code length} values from {@code offset} on, grey or in colour after the tile's channels. */
  static BufferedImage of(TileShape tile, float[] values, int offset, int length, GreyScale scale) {
    int cells = tile.cells(length);
    if (tile.isBars()) return bars(tile, values, offset, scale);
    if (tile.channels() == 1) return of(tile, cells, i -> scale.rgb(values[offset + i]));
    return of(
        tile,
        cells,
        i -> scale.rgb(
            values[offset + i], values[offset + cells + i], values[offset + 2 * cells + i]));
  }

  /** Bars up or down from 0, or from the end of the scale that is nearest to it. Between two of them is a gap. */
  private static BufferedImage bars(TileShape tile, float[] values, int offset, GreyScale scale) {
    BufferedImage image =
        new BufferedImage(tile.width(), tile.height(), BufferedImage.TYPE_INT_RGB);
    int bar = tile.width() / tile.bars();
    int drawn = bar > 2 ? bar - 1 : bar;
    int base = row(tile, scale, Math.clamp(0.0, scale.black(), scale.white()));
    for (int i = 0; i < tile.pixels(); i++) {
      int x = i % tile.width();
      int y = i / tile.width();
      float value = values[offset + x / bar];
      boolean finite = Float.isFinite(value);
      int end = finite ? row(tile, scale, value) : base;
      boolean inside = y >= Math.min(base, end) && y <= Math.max(base, end);
      int ground =
          x == 0 || x == tile.width() - 1 || y == 0 || y == tile.height() - 1 ? FRAME : GROUND;
      if (x % bar >= drawn) image.setRGB(x, y, y == base ? BASE : ground);
      else if (!finite) image.setRGB(x, y, GreyScale.NOT_FINITE);
      else image.setRGB(x, y, inside && end != base ? BAR : y == base ? BASE : ground);
    }
    return image;
  }

  /** The row of pixels at which a value lies. */
  private static int row(TileShape tile, GreyScale scale, double value) {
    return (int) Math.round((tile.height() - 1) * (1 - scale.level(value) / 255.0));
  }
}
