package fovea.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/**
 * Where points of a plot lie on the page, and the grid and the curves drawn there.
 *
 * @param left edge of the plot area, without tick labels
 * @param top edge of the plot area
 * @param width of the plot area
 * @param height of the plot area
 * @param across what the curves run over, from left to right
 * @param up costs, from the bottom to the top
 */
record CurvePlot(int left, int top, int width, int height, Axis across, LogAxis up) {
  /** Curves of so few points get a dot at each: a single point has no line. */
  private static final int MOST_DOTS = 30;

  private static final double DOT = 7;
  private static final Color GRID = new Color(0xE4E4E4);

  double x(double count) {
    return left + across.position(count) * width;
  }

  double y(double value) {
    return top + (1 - up.position(value)) * height;
  }

  /** Grid lines, and the number that each stands for. */
  void drawGrid(Sheet sheet) {
    for (Axis.Mark mark : across.marks()) {
      int x = (int) Math.round(x(mark.value()));
      sheet.fill(GRID, x, top, 1, height);
      sheet.label(mark.text(), x, top + height + 6, Sheet.Align.CENTRE);
    }
    for (Axis.Mark mark : up.marks()) {
      int y = (int) Math.round(y(mark.value()));
      sheet.fill(GRID, left, y, width, 1);
      sheet.label(mark.text(), left - 10, y - Sheet.TEXT.getSize() / 2 - 1, Sheet.Align.END);
    }
  }

  void draw(Sheet sheet, Curve curve) {
    sheet.draw(g -> draw(g, curve));
  }

  private void draw(Graphics2D g, Curve curve) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    // Without this, lines snap to whole pixels and a shallow slope turns into a staircase.
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(curve.colour());
    g.setStroke(new BasicStroke(curve.width(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Path2D line = new Path2D.Double();
    for (int i = 0; i < curve.x().length; i++) {
      double x = x(curve.x()[i]);
      double y = y(curve.y()[i]);
      if (i == 0) line.moveTo(x, y);
      else line.lineTo(x, y);
      if (curve.x().length <= MOST_DOTS)
        g.fill(new Ellipse2D.Double(x - DOT / 2, y - DOT / 2, DOT, DOT));
    }
    g.draw(line);
  }
}
