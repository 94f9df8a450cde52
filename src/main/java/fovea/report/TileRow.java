package fovea.report;

import java.awt.image.BufferedImage;

/**
 * Examples of one kind, drawn on one grey scale.
 *
 * @param tile how one example is laid out
 * @param values of all examples, {@code count} × D floats of any range
 * @param count at least 1
 */
record TileRow(TileShape tile, float[] values, int count, GreyScale scale) {
  TileRow {
    if (count < 1 || values.length % count != 0)
      throw new IllegalArgumentException(
          "%d examples cannot share %d floats".formatted(count, values.length));
    tile.cells(values.length / count);
  }

  /** Values of one example, D. */
  int size() {
    return values.length / count;
  }

  /** One example, a pixel for each cell. */
  BufferedImage image(int example) {
    return TileImage.of(tile, values, example * size(), size(), scale);
  }

  /** How the pictures are read. */
  String reading() {
    return tile.reading(scale);
  }

  /** The sentence on the cells of a tile that hold no value, or nothing. */
  String emptyCells() {
    return TileImage.emptyCells(tile, size());
  }
}
