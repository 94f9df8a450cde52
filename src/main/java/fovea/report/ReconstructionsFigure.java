package fovea.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Examples beside what the autoencoder makes of them, and how far the two are apart. */
final class ReconstructionsFigure {
  private static final int BAR_WIDTH = 304;
  private static final int BAR_HEIGHT = 10;
  private static final String[] HEADINGS = {"input", "output", "difference"};

  private ReconstructionsFigure() {}

  /**
   * Input, output, difference and root mean squared error of every pair, in two columns of pairs.
   *
   * @param out the PNG file to replace; its folder exists
   * @param tile how one example is laid out
   * @param input count × D floats
   * @param output count × D floats, the reconstructions of {@code input} in the same order
   * @param count pairs, at least 1; ten fit a laptop's screen
   * @param remark a sentence on what is shown, or nothing
   * @throws IllegalArgumentException if the arrays' lengths do not fit the tile and the count
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  public static void write(
      Path out, TileShape tile, float[] input, float[] output, int count, String remark)
      throws IOException {
    PngFile.write(out, draw(tile, input, output, count, remark));
  }

  static BufferedImage draw(TileShape tile, float[] input, float[] output, int count, String remark)
      throws IOException {
    if (count < 1 || input.length % count != 0 || input.length != output.length)
      throw new IllegalArgumentException("%d pairs cannot share %d input and %d output floats"
          .formatted(count, input.length, output.length));
    int size = input.length / count;
    Difference difference = Difference.of(tile, input, output, size);
    GreyScale grey = GreyScale.showing(input);
    DivergingScale colours = new DivergingScale(difference.range());
    PairGrid grid = PairGrid.of(tile, count);

    Sheet sheet = new Sheet(grid.width());
    sheet.title(
        count == 1
            ? "1 example and its reconstruction"
            : count + " examples and their reconstructions");
    headings(sheet, grid, sheet.take(20));
    int top = sheet.take(grid.height());
    for (int i = 0; i < count; i++) {
      int first = i * difference.cells();
      BufferedImage[] parts = {
        TileImage.of(tile, input, i * size, size, grey),
        TileImage.of(tile, output, i * size, size, grey),
        TileImage.of(
            tile, difference.cells(), cell -> colours.rgb(difference.values()[first + cell]))
      };
      int y = top + grid.y(i);
      for (int part = 0; part < parts.length; part++)
        sheet.framedTile(grid.zoom().apply(parts[part]), Sheet.MARGIN + grid.x(i, part), y);
      String error = "RMSE "
          + Numbers.significant(Difference.rootMeanSquare(input, output, i * size, size), 3);
      sheet.caption(
          error, Sheet.MARGIN + grid.centre(i, 1), y + grid.tileHeight() + 5, Sheet.Align.CENTRE);
    }
    sheet.note("Input and output: " + grey + ". Difference: output minus input"
        + (tile.channels() == 1 ? "" : " in the channel that differs most")
        + ", blue where the output is too low, red where it is too high. RMSE is the root of the mean squared"
        + " difference."
        + remark
        + TileImage.emptyCells(tile, size));
    if (colours.range() > 0) colourBar(sheet, colours);
    else sheet.note("All differences are 0.");
    return sheet.image();
  }

  private static void headings(Sheet sheet, PairGrid grid, int top) {
    for (int i = 0; i < grid.columns() * grid.rows(); i += grid.rows()) {
      for (int part = 0; part < HEADINGS.length; part++)
        sheet.caption(HEADINGS[part], Sheet.MARGIN + grid.centre(i, part), top, Sheet.Align.CENTRE);
    }
  }

  private static void colourBar(Sheet sheet, DivergingScale colours) {
    double range = colours.range();
    BufferedImage bar = new BufferedImage(BAR_WIDTH, BAR_HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < BAR_WIDTH; x++) {
      int rgb = colours.rgb(range * (2.0 * x / (BAR_WIDTH - 1) - 1));
      for (int y = 0; y < BAR_HEIGHT; y++) bar.setRGB(x, y, rgb);
    }
    sheet.take(10);
    int top = sheet.take(BAR_HEIGHT + 18);
    sheet.framedTile(bar, Sheet.MARGIN, top);
    int captions = top + BAR_HEIGHT + 4;
    sheet.caption(Numbers.brief(-range), Sheet.MARGIN, captions, Sheet.Align.START);
    sheet.caption("0", Sheet.MARGIN + BAR_WIDTH / 2, captions, Sheet.Align.CENTRE);
    sheet.caption("+" + Numbers.brief(range), Sheet.MARGIN + BAR_WIDTH, captions, Sheet.Align.END);
  }
}
