package fovea.report;

/**
 * Tiles of one size in rows of {@code columns}, {@code gap} pixels apart.
 *
 * @param zoom how large each tile is drawn
 */
record TileGrid(TileShape tile, Zoom zoom, int columns, int rows, int gap) {
  /** Pixels across a grid of many tiles. */
  private static final int WIDTH = 960;

  private static final int LARGEST_TILE = 256;
  private static final int SMALL_TILE = 32;

  /** As square as whole rows allow, and about 960 pixels wide where the tiles are small enough. */
  static TileGrid of(TileShape tile, int count) {
    int columns = (int) Math.ceil(Math.sqrt(count));
    int share = Math.min(LARGEST_TILE, WIDTH / columns);
    int gap = Math.clamp(share / 12, 2, 8);
    return new TileGrid(
        tile, Zoom.about(share - gap, tile), columns, Math.ceilDiv(count, columns), gap);
  }

  /**
   * As square as whole rows allow. Tiles are about 32 pixels wide whatever their number, so that such grids compare.
   */
  static TileGrid small(TileShape tile, int count) {
    int columns = (int) Math.ceil(Math.sqrt(count));
    return new TileGrid(
        tile, Zoom.about(SMALL_TILE, tile), columns, Math.ceilDiv(count, columns), 2);
  }

  /** Left edge of tile {@code i}, counted in rows from the upper left. */
  int x(int i) {
    return i % columns * (zoom.pixels(tile.width()) + gap);
  }

  /** Upper edge of tile {@code i}. */
  int y(int i) {
    return i / columns * (zoom.pixels(tile.height()) + gap);
  }

  int width() {
    return columns * (zoom.pixels(tile.width()) + gap) - gap;
  }

  int height() {
    return rows * (zoom.pixels(tile.height()) + gap) - gap;
  }
}
