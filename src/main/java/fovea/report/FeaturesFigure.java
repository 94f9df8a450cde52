package fovea.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** The features of all hidden units in a near-square grid, the most active first. */
public final class FeaturesFigure {
  private FeaturesFigure() {}

  /**
   * Draws the features.
   *
   * @param out the PNG file to replace; its folder exists
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  public static void write(Path out, Features features) throws IOException {
    PngFile.write(out, draw(features));
  }

  /**
   * The same tiles, small and without words, for a page that shows many such pictures side by side.
   *
   * @see #write
   */
  public static void writeTiles(Path out, Features features) throws IOException {
    PngFile.write(out, drawTiles(features));
  }

  static BufferedImage drawTiles(Features features) {
    int[] order = features.mostActiveFirst();
    TileGrid grid = TileGrid.small(features.tile(), order.length);
    BufferedImage image =
        new BufferedImage(grid.width(), grid.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    for (int i = 0; i < order.length; i++)
      g.drawImage(grid.zoom().apply(features.image(order[i])), grid.x(i), grid.y(i), null);
    g.dispose();
    return image;
  }

  static BufferedImage draw(Features features) throws IOException {
    int[] order = features.mostActiveFirst();
    int units = order.length;
    TileGrid grid = TileGrid.numbered(features.tile(), units);
    Sheet sheet = new Sheet(grid.width());
    sheet.title(
        units == 1
            ? "Feature of the one hidden unit"
            : "Features of the " + Numbers.grouped(units) + " hidden units");
    int top = sheet.take(grid.height());
    for (int i = 0; i < units; i++) {
      int x = Sheet.MARGIN + grid.x(i);
      int y = top + grid.y(i);
      sheet.tile(grid.zoom().apply(features.image(order[i])), x, y);
      sheet.caption(
          Integer.toString(order[i]),
          x + grid.tileWidth() / 2,
          y + grid.tileHeight(),
          Sheet.Align.CENTRE);
    }
    sheet.take(12);
    sheet.note("Each tile is one unit's incoming weights w/‖w‖: " + features.legend()
        + " Numbers are rows of encoder.weight.");
    if (units > 1)
      sheet.note("Sorted by mean activation, in rows from the upper left: %s first, %s last."
          .formatted(activation(features, order[0]), activation(features, order[units - 1])));
    return sheet.image();
  }

  private static String activation(Features features, int unit) {
    return Numbers.significant(features.meanActivation()[unit], 3);
  }
}
