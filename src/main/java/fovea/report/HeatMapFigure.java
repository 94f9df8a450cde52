package fovea.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** A heat map: a coloured cell with its value for every pair of two settings, and a colour bar. */
public final class HeatMapFigure {
  private static final int CELL_HEIGHT = 40;

  /** Cells of a small map are as wide as this many pixels allow, within the two widths that follow. */
  private static final int MAP_WIDTH = 480;

  private static final int NARROWEST_CELL = 56;
  private static final int WIDEST_CELL = 96;
  private static final int PADDING = 8;

  /** From the top of a label to its middle. */
  private static final int LABEL_RISE = Sheet.TEXT.getSize() * 5 / 8;

  /**
   * Height of the line above the rows that names their setting; beside the rows a long name would outgrow a short
   * map.
   */
  static final int ROW_SETTING = 22;

  private static final int BAR_GAP = 32;
  private static final int BAR_WIDTH = 16;
  private static final int LEAST_BAR_HEIGHT = 2 * CELL_HEIGHT;
  private static final int BAR_STEPS = 4;
  private static final Color NO_RUN = new Color(0xEEEEEE);
  private static final Color HATCH = new Color(0xBBBBBB);

  private HeatMapFigure() {}

  /**
   * Draws the map: rows from the top, columns from the left, cells without a run hatched.
   *
   * @param out the PNG file to replace; its folder exists
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  public static void write(Path out, HeatMap map) throws IOException {
    PngFile.write(out, draw(map));
  }

  static BufferedImage draw(HeatMap map) throws IOException {
    SequentialScale scale = SequentialScale.over(map.values());
    boolean gaps = Arrays.stream(map.values()).anyMatch(value -> !Double.isFinite(value));
    int left = left(map);
    int width = cellWidth(map) * map.columns().size();
    Sheet sheet = new Sheet(
        left + width + BAR_GAP + BAR_WIDTH + PADDING + barLabels(map, scale) - Sheet.MARGIN);
    sheet.title(map.title());
    sheet.heading("Colour and number: " + map.quantity() + (gaps ? ". Hatched: no run." : "."));
    sheet.label(map.rowSetting(), Sheet.MARGIN, sheet.take(ROW_SETTING), Sheet.Align.START);
    int height = map.rows().size() * CELL_HEIGHT;
    int top = sheet.take(Math.max(height, LEAST_BAR_HEIGHT));
    for (int row = 0; row < map.rows().size(); row++)
      for (int column = 0; column < map.columns().size(); column++)
        cell(sheet, map, cell(map, row, column, top), map.value(row, column), scale);
    // Below the map, not below the bar, which may be taller.
    axes(sheet, map, new Rectangle(left, top, width, height));
    bar(sheet, map, scale, left + width + BAR_GAP, top, Math.max(height, LEAST_BAR_HEIGHT));
    sheet.take(50);
    return sheet.image();
  }

  /** Where a cell lies on a page whose first row of cells begins at {@code top}. */
  static Rectangle cell(HeatMap map, int row, int column, int top) {
    int width = cellWidth(map);
    return new Rectangle(left(map) + column * width, top + row * CELL_HEIGHT, width, CELL_HEIGHT);
  }

  private static int left(HeatMap map) {
    return Sheet.MARGIN + widest(map.rows().stream()) + PADDING;
  }

  private static int cellWidth(HeatMap map) {
    Stream<String> numbers = Arrays.stream(map.values()).mapToObj(value -> number(map, value));
    int needed = widest(Stream.concat(map.columns().stream(), numbers)) + 2 * PADDING;
    int share = MAP_WIDTH / map.columns().size();
    return Math.max(needed, Math.clamp(share, NARROWEST_CELL, WIDEST_CELL));
  }

  private static String number(HeatMap map, double value) {
    return Double.isFinite(value) ? Numbers.fixed(value, map.decimals()) : "";
  }

  private static int widest(Stream<String> texts) {
    return texts.mapToInt(text -> Sheet.width(text, Sheet.TEXT)).max().orElse(0);
  }

  /** A white pixel stays between cells, so that neighbours of one colour can be told apart. */
  private static void cell(
      Sheet sheet, HeatMap map, Rectangle cell, double value, SequentialScale scale) {
    Rectangle inside = new Rectangle(cell.x, cell.y, cell.width - 1, cell.height - 1);
    if (!Double.isFinite(value)) {
      sheet.draw(g -> hatch(g, inside));
      return;
    }
    Color colour = scale.colour(value);
    sheet.fill(colour, inside.x, inside.y, inside.width, inside.height);
    sheet.draw(g -> {
      g.setColor(SequentialScale.ink(colour));
      centre(g, number(map, value), (int) inside.getCenterX(), (int) inside.getCenterY());
    });
  }

  private static void hatch(Graphics2D g, Rectangle cell) {
    g.clip(cell);
    g.setColor(NO_RUN);
    g.fill(cell);
    g.setColor(HATCH);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setStroke(new BasicStroke(1));
    for (int x = cell.x - cell.height; x < cell.x + cell.width; x += 8)
      g.drawLine(x, cell.y + cell.height, x + cell.height, cell.y);
  }

  private static void axes(Sheet sheet, HeatMap map, Rectangle area) {
    for (int column = 0; column < map.columns().size(); column++) {
      int x = (int) cell(map, 0, column, area.y).getCenterX();
      sheet.label(map.columns().get(column), x, area.y + area.height + 6, Sheet.Align.CENTRE);
    }
    for (int row = 0; row < map.rows().size(); row++) {
      int y = (int) cell(map, row, 0, area.y).getCenterY();
      sheet.label(map.rows().get(row), area.x - PADDING, y - LABEL_RISE, Sheet.Align.END);
    }
    sheet.label(
        map.columnSetting(),
        (int) area.getCenterX(),
        area.y + area.height + 28,
        Sheet.Align.CENTRE);
  }

  /** Every colour of the scale, the largest value on top. */
  private static void bar(
      Sheet sheet, HeatMap map, SequentialScale scale, int x, int top, int height) {
    for (int y = 0; y < height; y++)
      sheet.fill(scale.colour(barValue(scale, 1 - (y + 0.5) / height)), x, top + y, BAR_WIDTH, 1);
    for (int step = 0; step <= BAR_STEPS; step++) {
      if (scale.isFlat() && 2 * step != BAR_STEPS) continue;
      double share = (double) step / BAR_STEPS;
      int y = top + (int) Math.round((1 - share) * (height - 1));
      sheet.fill(Sheet.INK, x + BAR_WIDTH, y, 4, 1);
      sheet.label(
          number(map, barValue(scale, share)),
          x + BAR_WIDTH + PADDING,
          y - LABEL_RISE,
          Sheet.Align.START);
    }
  }

  private static int barLabels(HeatMap map, SequentialScale scale) {
    return widest(Stream.iterate(0, step -> step + 1)
        .limit(BAR_STEPS + 1)
        .map(step -> number(map, barValue(scale, (double) step / BAR_STEPS))));
  }

  private static double barValue(SequentialScale scale, double share) {
    return (1 - share) * scale.low() + share * scale.high();
  }

  /** Text with its middle at (x, y). */
  private static void centre(Graphics2D g, String text, int x, int y) {
    g.setFont(Sheet.TEXT);
    int half = Sheet.width(text, Sheet.TEXT) / 2;
    g.drawString(text, x - half, y + Sheet.TEXT.getSize() * 3 / 8);
  }
}
