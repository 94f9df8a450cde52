package fovea.report;

import fovea.train.Metrics;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The cost of a run, and below it the two penalties that are part of it, as a PNG file. */
final class CostFigure {
  private static final int WIDTH = 936;
  private static final int PENALTIES_HEIGHT = SheetPlot.HEIGHT / 2;

  private CostFigure() {}

  /**
   * Draws the cost of a run.
   *
   * @param out the PNG file to replace; its folder exists
   * @param points at least one, iterations ascending
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  static void write(Path out, List<Metrics> points) throws IOException {
    PngFile.write(out, draw(points));
  }

  static BufferedImage draw(List<Metrics> points) throws IOException {
    Sheet sheet = new Sheet(WIDTH);
    draw(sheet, points);
    return sheet.image();
  }

  /** Returns where the two charts lie. */
  static List<Plot> draw(Sheet sheet, List<Metrics> points) {
    if (points.isEmpty()) throw new IllegalArgumentException("a cost curve without points");
    Metrics last = points.getLast();
    int iterations = last.step().iteration();
    sheet.title("Cost %s after %s %s"
        .formatted(
            Numbers.significant(last.step().cost(), 4),
            Numbers.grouped(iterations),
            iterations == 1 ? "iteration" : "iterations"));
    return List.of(
        draw(sheet, RunCurves.COST.chart(points), SheetPlot.HEIGHT),
        draw(sheet, RunCurves.PENALTIES.chart(points), PENALTIES_HEIGHT));
  }

  private static Plot draw(Sheet sheet, Chart chart, int height) {
    SheetPlot.legend(sheet, chart.series(), WIDTH);
    Plot plot = new Plot(
        chart,
        Sheet.MARGIN + SheetPlot.LEFT_NUMBERS,
        SheetPlot.take(sheet, height),
        WIDTH - SheetPlot.LEFT_NUMBERS - SheetPlot.RIGHT_NUMBERS,
        height);
    SheetPlot.paint(sheet, plot);
    sheet.take(12);
    return plot;
  }
}
