package fovea.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What every hidden unit looks for: its incoming weights as a tile. The input of norm at most 1 that excites the unit
 * most is w/‖w‖ (Stanford's UFLDL tutorial, "Visualizing a Trained Autoencoder").
 */
public final class FeaturesFigure {
  private FeaturesFigure() {}

  /**
   * All hidden units in a near-square grid, the most active first. Each tile is w/‖w‖ on its own symmetric grey scale:
   * 0 is mid-grey, the weight of largest magnitude is black or white. (On one scale for all, a unit with a few strong
   * weights leaves every grating pale.) A unit whose weights are all 0 is mid-grey.
   *
   * @param out the PNG file to replace; its folder exists
   * @param tile how one example is laid out
   * @param w1 incoming weights, H×D row-major
   * @param meanActivation mean activation of each hidden unit, H floats
   * @param remark a sentence on what the weights are of, or nothing
   * @throws IllegalArgumentException if the arrays' lengths do not fit the tile
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  public static void write(
      Path out, TileShape tile, float[] w1, float[] meanActivation, String remark)
      throws IOException {
    PngFile.write(out, draw(tile, w1, meanActivation, remark));
  }

  /**
   * The same tiles, small and without words, for a page that shows many such pictures side by side.
   *
   * @see #write
   */
  public static void writeTiles(Path out, TileShape tile, float[] w1, float[] meanActivation)
      throws IOException {
    PngFile.write(out, drawTiles(tile, w1, meanActivation));
  }

  static BufferedImage drawTiles(TileShape tile, float[] w1, float[] meanActivation) {
    int[] order = mostActiveFirst(meanActivation);
    TileGrid grid = TileGrid.small(tile, order.length);
    BufferedImage image =
        new BufferedImage(grid.width(), grid.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    for (int i = 0; i < order.length; i++)
      g.drawImage(unit(grid, w1, order[i], w1.length / order.length), grid.x(i), grid.y(i), null);
    g.dispose();
    return image;
  }

  static BufferedImage draw(TileShape tile, float[] w1, float[] meanActivation, String remark)
      throws IOException {
    int units = meanActivation.length;
    if (units == 0 || w1.length % units != 0)
      throw new IllegalArgumentException(
          "%d weights for %d hidden units".formatted(w1.length, units));
    int inputs = w1.length / units;
    int[] order = mostActiveFirst(meanActivation);
    TileGrid grid = TileGrid.of(tile, units);
    Sheet sheet = new Sheet(grid.width());
    sheet.title(
        units == 1
            ? "Feature of the one hidden unit"
            : "Features of the " + units + " hidden units");
    int top = sheet.take(grid.height());
    for (int i = 0; i < units; i++) {
      BufferedImage image = unit(grid, w1, order[i], inputs);
      sheet.tile(image, Sheet.MARGIN + grid.x(i), top + grid.y(i));
    }
    sheet.take(12);
    sheet.note(
        "Each tile is one unit's incoming weights w/‖w‖: mid-grey is 0, and black and white are"
            + " that tile's own largest magnitude."
            + remark
            + TileImage.emptyCells(tile, inputs));
    if (units > 1)
      sheet.note("Sorted by mean activation, in rows from the upper left: "
          + Numbers.significant(meanActivation[order[0]], 3)
          + " first, "
          + Numbers.significant(meanActivation[order[units - 1]], 3)
          + " last.");
    return sheet.image();
  }

  private static BufferedImage unit(TileGrid grid, float[] w1, int unit, int inputs) {
    return grid.zoom().apply(feature(grid.tile(), w1, unit * inputs, inputs));
  }

  /** The {@code inputs} weights from {@code first} on, one pixel per cell. */
  static BufferedImage feature(TileShape tile, float[] weights, int first, int inputs) {
    // Dividing by ‖w‖ changes nothing here: the tile's own scale cancels it.
    GreyScale scale = GreyScale.symmetric(largestMagnitude(weights, first, inputs));
    return TileImage.of(tile, weights, first, inputs, scale);
  }

  /** Units by descending mean activation; equal ones by their index. */
  static int[] mostActiveFirst(float[] meanActivation) {
    return IntStream.range(0, meanActivation.length)
        .boxed()
        .sorted(Comparator.comparingDouble(unit -> -meanActivation[unit]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static float largestMagnitude(float[] values, int from, int count) {
    float largest = 0;
    for (int i = from; i < from + count; i++) {
      if (Float.isFinite(values[i])) largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }
}
