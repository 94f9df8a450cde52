package fovea.report;

import fovea.data.ExampleShape;
import fovea.data.Preprocessing;

/**
 * How the values of one example are laid out as a picture: {@code height} rows of {@code width} cells. A grey tile
 * ({@code channels} 1) has one value per cell, row by row; a colour tile (3) has three planes, [channel][y][x]. A
 * table row whose length is no square leaves the last cells of its tile empty.
 */
public record TileShape(int width, int height, int channels) {
  public TileShape {
    if (width < 1 || height < 1)
      throw new IllegalArgumentException("a tile of " + width + "x" + height + " cells");
    if (channels != 1 && channels != 3)
      throw new IllegalArgumentException("a tile has 1 or 3 channels, not " + channels);
  }

  /** The picture itself for a patch; for a table row see {@link #of(int)}. */
  public static TileShape of(ExampleShape shape) {
    return shape instanceof ExampleShape.Patch patch
        ? new TileShape(patch.side(), patch.side(), patch.channels())
        : of(shape.size());
  }

  /** What a network sees of such examples after this preprocessing. */
  public static TileShape of(ExampleShape shape, Preprocessing preprocessing) {
    return preprocessing
        .patches()
        .map(p -> new TileShape(p.side(), p.side(), p.channels()))
        .orElse(of(shape));
  }

  /**
   * A grey tile for {@code values} plain values: a square where they fill one, else the nearest grid that holds them.
   */
  public static TileShape of(int values) {
    if (values < 1) throw new IllegalArgumentException("a tile of " + values + " values");
    int width = (int) Math.ceil(Math.sqrt(values));
    return new TileShape(width, Math.ceilDiv(values, width), 1);
  }

  /**
   * Cells that {@code values} values fill.
   *
   * @throws IllegalArgumentException if they do not fit, or leave a whole row of the tile empty
   */
  int cells(int values) {
    int cells = values / channels;
    boolean fits = channels == 1
        ? cells <= width * height && cells > width * (height - 1)
        : values == channels * width * height;
    if (!fits)
      throw new IllegalArgumentException("%d values do not fill %s".formatted(values, this));
    return cells;
  }

  /** Cells along the longer side. */
  int side() {
    return Math.max(width, height);
  }
}
