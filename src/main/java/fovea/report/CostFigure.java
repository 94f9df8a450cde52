package fovea.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The chart of {@link CostCurves} as a PNG file. */
final class CostFigure {
  private static final int WIDTH = 936;

  private CostFigure() {}

  /**
   * Draws the cost of a run.
   *
   * @param out the PNG file to replace; its folder exists
   * @param points at least one, iterations ascending
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  static void write(Path out, List<CostPoint> points) throws IOException {
    PngFile.write(out, draw(points));
  }

  static BufferedImage draw(List<CostPoint> points) throws IOException {
    if (points.isEmpty()) throw new IllegalArgumentException("a cost curve without points");
    CostPoint last = points.getLast();
    Chart chart = CostCurves.chart(points);
    Sheet sheet = new Sheet(WIDTH);
    sheet.title("Cost %s after %s %s"
        .formatted(
            Numbers.significant(last.cost(), 4),
            Numbers.grouped(last.iteration()),
            last.iteration() == 1 ? "iteration" : "iterations"));
    SheetPlot.legend(sheet, chart.series(), WIDTH);
    SheetPlot.paint(sheet, plot(chart, SheetPlot.take(sheet)));
    return sheet.image();
  }

  static Plot plot(Chart chart, int top) {
    return new Plot(
        chart,
        Sheet.MARGIN + SheetPlot.LEFT_NUMBERS,
        top,
        WIDTH - SheetPlot.LEFT_NUMBERS - SheetPlot.RIGHT_NUMBERS,
        SheetPlot.HEIGHT);
  }
}
