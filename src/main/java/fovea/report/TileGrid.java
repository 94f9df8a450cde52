package fovea.report;

/**
 * Tiles of one size in rows of {@code columns}, {@code gap} pixels apart.
 *
 * @param zoom how large each tile is drawn
 * @param number room below each tile for its number
 */
record TileGrid(TileShape tile, Zoom zoom, int columns, int rows, int gap, int number) {
  /** Pixels across a grid of many tiles. */
  private static final int WIDTH = 960;

  private static final int LARGEST_TILE = 256;
  private static final int SMALL_TILE = 32;
  private static final int NUMBER = 15;

  /** As many columns as rows, and about 960 pixels wide where the tiles are small enough; numbers stand below. */
  static TileGrid numbered(TileShape tile, int count) {
    int columns = (int) Math.ceil(Math.sqrt(count));
    int share = Math.min(LARGEST_TILE, WIDTH / columns);
    int gap = Math.clamp(share / 12, 2, 8);
    return of(tile, Zoom.about(share - gap, tile), count, gap, NUMBER);
  }

  /** Tiles are about 32 pixels wide whatever their number, so that such grids compare; without numbers. */
  static TileGrid small(TileShape tile, int count) {
    return of(tile, Zoom.about(SMALL_TILE, tile), count, 2, 0);
  }

  private static TileGrid of(TileShape tile, Zoom zoom, int count, int gap, int number) {
    int columns = (int) Math.ceil(Math.sqrt(count));
    return new TileGrid(tile, zoom, columns, Math.ceilDiv(count, columns), gap, number);
  }

  /** Left edge of tile {@code i}, counted in rows from the upper left. */
  int x(int i) {
    return i % columns * (tileWidth() + gap);
  }

  /** Upper edge of tile {@code i}. */
  int y(int i) {
    return i / columns * (tileHeight() + number + gap);
  }

  int tileWidth() {
    return zoom.pixels(tile.width());
  }

  int tileHeight() {
    return zoom.pixels(tile.height());
  }

  int width() {
    return columns * (tileWidth() + gap) - gap;
  }

  int height() {
    return rows * (tileHeight() + number + gap) - gap;
  }
}
