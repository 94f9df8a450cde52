package fovea.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Input, output, difference and root mean squared error of every example, in two columns. */
final class ReconstructionsFigure {
  private static final int BAR_WIDTH = 304;
  private static final int BAR_HEIGHT = 10;

  private ReconstructionsFigure() {}

  /**
   * Draws the reconstructions; ten fit a laptop's screen.
   *
   * @param out the PNG file to replace; its folder exists
   * @param remark a sentence on what is shown, or nothing
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  static void write(Path out, Reconstructions pairs, String remark) throws IOException {
    PngFile.write(out, draw(pairs, remark));
  }

  static BufferedImage draw(Reconstructions pairs, String remark) throws IOException {
    int count = pairs.input().count();
    PairGrid grid = PairGrid.of(pairs.input().tile(), count);
    Sheet sheet = new Sheet(grid.width());
    sheet.title(
        count == 1
            ? "1 example and its reconstruction"
            : count + " examples and their reconstructions");
    headings(sheet, grid, sheet.take(20));
    int top = sheet.take(grid.height());
    for (int i = 0; i < count; i++) {
      int y = top + grid.y(i);
      List<BufferedImage> images = pairs.images(i);
      for (int part = 0; part < images.size(); part++)
        sheet.framedTile(grid.zoom().apply(images.get(part)), Sheet.MARGIN + grid.x(i, part), y);
      sheet.caption(
          pairs.error(i),
          Sheet.MARGIN + grid.centre(i, 1),
          y + grid.tileHeight() + 5,
          Sheet.Align.CENTRE);
    }
    sheet.note(pairs.caption() + remark);
    if (pairs.colours().range() > 0) colourBar(sheet, pairs);
    return sheet.image();
  }

  private static void headings(Sheet sheet, PairGrid grid, int top) {
    for (int i = 0; i < grid.columns() * grid.rows(); i += grid.rows())
      for (int part = 0; part < Reconstructions.PARTS.size(); part++)
        sheet.caption(
            Reconstructions.PARTS.get(part),
            Sheet.MARGIN + grid.centre(i, part),
            top,
            Sheet.Align.CENTRE);
  }

  private static void colourBar(Sheet sheet, Reconstructions pairs) {
    double range = pairs.colours().range();
    BufferedImage bar = new BufferedImage(BAR_WIDTH, BAR_HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < BAR_WIDTH; x++) {
      int rgb = pairs.colours().rgb(range * (2.0 * x / (BAR_WIDTH - 1) - 1));
      for (int y = 0; y < BAR_HEIGHT; y++) bar.setRGB(x, y, rgb);
    }
    sheet.take(10);
    int top = sheet.take(BAR_HEIGHT + 18);
    sheet.framedTile(bar, Sheet.MARGIN, top);
    Sheet.Align[] aligns = Sheet.Align.values();
    for (int i = 0; i < aligns.length; i++)
      sheet.caption(
          pairs.ends().get(i), Sheet.MARGIN + i * BAR_WIDTH / 2, top + BAR_HEIGHT + 4, aligns[i]);
  }
}
