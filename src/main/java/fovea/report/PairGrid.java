package fovea.report;

/** Two columns of example pairs, filled one column after the other; three tiles and a caption to each pair. */
record PairGrid(TileShape tile, Zoom zoom, int columns, int rows) {
  private static final int TILE_PIXELS = 96;
  private static final int GAP = 8;
  private static final int COLUMN_GAP = 48;
  private static final int CAPTION = 28;

  static PairGrid of(TileShape tile, int count) {
    int rows = Math.ceilDiv(count, 2);
    return new PairGrid(tile, Zoom.about(TILE_PIXELS, tile), Math.ceilDiv(count, rows), rows);
  }

  /** Left edge of tile {@code part} (0, 1 or 2) of pair {@code i}. */
  int x(int i, int part) {
    return i / rows * (pairWidth() + COLUMN_GAP) + part * (tileWidth() + GAP);
  }

  /** Upper edge of the tiles of pair {@code i}. */
  int y(int i) {
    return i % rows * (tileHeight() + CAPTION);
  }

  /** Middle of tile {@code part} of pair {@code i}. */
  int centre(int i, int part) {
    return x(i, part) + tileWidth() / 2;
  }

  int tileWidth() {
    return zoom.pixels(tile.width());
  }

  int tileHeight() {
    return zoom.pixels(tile.height());
  }

  int width() {
    return columns * (pairWidth() + COLUMN_GAP) - COLUMN_GAP;
  }

  int height() {
    return rows * (tileHeight() + CAPTION);
  }

  private int pairWidth() {
    return 3 * (tileWidth() + GAP) - GAP;
  }
}
