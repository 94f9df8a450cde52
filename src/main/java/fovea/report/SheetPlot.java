package fovea.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.function.Consumer;

/** Paints a chart on a sheet. */
record SheetPlot(Sheet sheet, Plot plot) implements Plot.Painter {
  /** Height of a plot area. */
  static final int HEIGHT = 460;

  /** Room for the longest number left of a plot, 1e-300. */
  static final int LEFT_NUMBERS = 60;

  /** With the margin or a gap, room for the half of 100,000,000 that stands out on the right. */
  static final int RIGHT_NUMBERS = 16;

  /** Room for what the upright axis measures, above the plot. */
  static final int MEASURED_HEIGHT = 22;

  private static final int NUMBERS_HEIGHT = 26;
  private static final int LEGEND_ROW = 24;
  private static final double DOT = 7;
  private static final float[] DASHES = {8, 4};
  private static final Color GRID = new Color(0xE4E4E4);

  /** Takes a chart from the sheet whose plot area is so high. Returns the top of that area. */
  static int take(Sheet sheet, int height) {
    return sheet.take(MEASURED_HEIGHT + height + NUMBERS_HEIGHT + 18) + MEASURED_HEIGHT;
  }

  static void paint(Sheet sheet, Plot plot) {
    plot.paint(new SheetPlot(sheet, plot));
  }

  /**
   * The names of curves, each behind a piece of its line, in rows of at most {@code width} pixels. A curve with
   * nothing to draw has no line before its name.
   */
  static void legend(Sheet sheet, List<Series> curves, int width) {
    int top = sheet.take(LEGEND_ROW);
    int x = Sheet.MARGIN;
    for (Series curve : curves) {
      int line = curve.isEmpty() ? 0 : 32;
      String name = shortened(curve.name(), width - line);
      int entry = line + Sheet.width(name, Sheet.TEXT);
      if (x > Sheet.MARGIN && x + entry > Sheet.MARGIN + width) {
        top = sheet.take(LEGEND_ROW);
        x = Sheet.MARGIN;
      }
      Path2D piece = new Path2D.Double();
      piece.moveTo(x + 2, top + 8);
      piece.lineTo(x + 22, top + 8);
      if (!curve.isEmpty()) draw(sheet, curve, g -> g.draw(piece));
      sheet.label(name, x + line, top, Sheet.Align.START);
      x += entry + 28;
    }
    sheet.take(12);
  }

  /** A name that is too wide ends with an ellipsis. */
  private static String shortened(String name, int width) {
    String shown = name;
    for (int end = name.length() - 1; end > 0 && Sheet.width(shown, Sheet.TEXT) > width; end--)
      if (!Character.isHighSurrogate(name.charAt(end - 1)))
        shown = name.substring(0, end).strip() + "…";
    return shown;
  }

  @Override
  public void grid(double x1, double y1, double x2, double y2) {
    int x = (int) Math.round(x1);
    int y = (int) Math.round(y1);
    sheet.fill(GRID, x, y, Math.max(1, (int) (x2 - x1)), Math.max(1, (int) (y2 - y1)));
  }

  @Override
  public void across(int index, double x, String number) {
    label(x, plot.top() + plot.height() + 6, number, Sheet.Align.CENTRE);
  }

  @Override
  public void up(double y, String number) {
    label(plot.left() - 10, y - Sheet.TEXT.getSize() / 2.0 - 0.5, number, Sheet.Align.END);
  }

  @Override
  public void counted(double x, String name) {
    label(x, plot.top() + plot.height() + NUMBERS_HEIGHT, name, Sheet.Align.CENTRE);
  }

  @Override
  public void measured(String name) {
    label(plot.left(), plot.top() - MEASURED_HEIGHT, name, Sheet.Align.START);
  }

  private void label(double x, double top, String text, Sheet.Align align) {
    sheet.label(text, (int) Math.round(x), (int) Math.round(top), align);
  }

  @Override
  public void dot(Series curve, double x, double y) {
    draw(sheet, curve, g -> g.fill(new Ellipse2D.Double(x - DOT / 2, y - DOT / 2, DOT, DOT)));
  }

  @Override
  public void line(Series curve, double[] x, double[] y) {
    Path2D line = new Path2D.Double();
    for (int i = 0; i < x.length; i++) {
      if (i == 0) line.moveTo(x[i], y[i]);
      else line.lineTo(x[i], y[i]);
    }
    draw(sheet, curve, g -> g.draw(line));
  }

  private static void draw(Sheet sheet, Series curve, Consumer<Graphics2D> mark) {
    sheet.draw(g -> {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      // Without this, lines snap to whole pixels and a shallow slope turns into a staircase.
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.setColor(curve.tone().colour());
      g.setStroke(stroke(curve.line()));
      mark.accept(g);
    });
  }

  private static BasicStroke stroke(Series.Line line) {
    return line == Series.Line.DASHED
        ? new BasicStroke(line.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0)
        : new BasicStroke(line.width(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }
}
