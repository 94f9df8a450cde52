package fovea.report;

import fovea.data.ExampleShape;
import fovea.data.Preprocessing;

/**
 * How the values of one example are laid out as a picture: {@code height} rows of {@code width} cells. A grey tile
 * ({@code channels} 1) has one value per cell, row by row; a colour tile (3) has three planes, [channel][y][x]. A
 * table row is drawn as {@code bars}, one for each column, as long as a page has room for them; a longer one, such as
 * the pixels of a digit, is a grey tile whose last cells stay empty if its length is no square.
 *
 * @param bars bars across the tile, or 0 if it has cells
 */
public record TileShape(int width, int height, int channels, int bars) {
  /** More bars than this cannot be told apart in a small picture. */
  private static final int MOST_BARS = 128;

  private static final int BARS_WIDTH = 96;
  private static final int BARS_HEIGHT = 48;
  private static final int WIDEST_BAR = 16;

  public TileShape {
    if (width < 1 || height < 1)
      throw new IllegalArgumentException("a tile of " + width + "x" + height + " cells");
    if (channels != 1 && channels != 3)
      throw new IllegalArgumentException("a tile has 1 or 3 channels, not " + channels);
    if (bars < 0 || bars > width)
      throw new IllegalArgumentException(bars + " bars on " + width + " pixels");
  }

  /** A tile of cells. */
  public TileShape(int width, int height, int channels) {
    this(width, height, channels, 0);
  }

  /** The picture itself for a patch, bars for a table row of up to 128 columns; a longer one as {@link #of(int)}. */
  public static TileShape of(ExampleShape shape) {
    if (shape instanceof ExampleShape.Patch patch)
      return new TileShape(patch.side(), patch.side(), patch.channels());
    int columns = shape.size();
    if (columns > MOST_BARS) return of(columns);
    int bar = Math.clamp(BARS_WIDTH / columns, 1, WIDEST_BAR);
    return new TileShape(columns * bar, BARS_HEIGHT, 1, columns);
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
    boolean fits = isBars()
        ? values == bars
        : channels == 1
            ? cells <= width * height && cells > width * (height - 1)
            : values == channels * width * height;
    if (!fits)
      throw new IllegalArgumentException("%d values do not fill %s".formatted(values, this));
    return cells;
  }

  boolean isBars() {
    return bars > 0;
  }

  /** Pixels of its picture. */
  int pixels() {
    return width * height;
  }

  /** How a picture on this scale is read. */
  String reading(GreyScale scale) {
    return isBars()
        ? "a bar for each of the columns 1 to %d, from %s at the bottom to %s at the top"
            .formatted(bars, Numbers.brief(scale.black()), Numbers.brief(scale.white()))
        : scale.toString();
  }

  /** Cells along the longer side. */
  int side() {
    return Math.max(width, height);
  }
}
