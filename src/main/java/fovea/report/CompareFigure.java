package fovea.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The cost of several runs: on the left against the evaluations of the cost, which measure the method, on the right
 * against the seconds, which the user waits. Cost and evaluations are logarithmic, since most of the cost falls in the
 * first evaluations; seconds are not, since some pass before anything falls.
 */
public final class CompareFigure {
  private static final int PANEL_WIDTH = 480;
  private static final int GAP = 24;
  private static final int PANEL =
      SheetPlot.LEFT_NUMBERS + PANEL_WIDTH + SheetPlot.RIGHT_NUMBERS + GAP;
  private static final int WIDTH = 2 * PANEL - GAP;

  /** Height of the name above the axis of costs. */
  static final int AXIS_NAME = 26;

  private static final List<Tone> TONES = List.of(Tone.values());

  /** More runs than this cannot be told apart by colour. */
  public static final int MOST = TONES.size();

  private CompareFigure() {}

  /**
   * Points for which the axes have no place (0 or negative on a logarithmic one, not finite) are left out.
   *
   * @param out the PNG file to replace; its folder exists
   * @param runs 1 to {@link #MOST}
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  public static void write(Path out, List<RunCurve> runs) throws IOException {
    PngFile.write(out, draw(runs));
  }

  static BufferedImage draw(List<RunCurve> runs) throws IOException {
    if (runs.isEmpty() || runs.size() > MOST)
      throw new IllegalArgumentException(
          "between 1 and %d runs can be drawn, not %d".formatted(MOST, runs.size()));
    Chart byEvaluations = byEvaluations(runs);
    Sheet sheet = new Sheet(WIDTH);
    sheet.title(runs.size() == 1 ? "Cost of a run" : "Cost of %d runs".formatted(runs.size()));
    SheetPlot.legend(sheet, byEvaluations.series(), WIDTH);
    int names = sheet.take(AXIS_NAME);
    int top = SheetPlot.take(sheet);
    List<Plot> plots = List.of(plot(0, byEvaluations, top), plot(1, bySeconds(runs), top));
    for (Plot plot : plots) {
      sheet.label("cost", plot.left() - 10, names, Sheet.Align.END);
      SheetPlot.paint(sheet, plot);
    }
    return sheet.image();
  }

  static Plot plot(int panel, Chart chart, int top) {
    int left = Sheet.MARGIN + SheetPlot.LEFT_NUMBERS + panel * PANEL;
    return new Plot(chart, left, top, PANEL_WIDTH, SheetPlot.HEIGHT);
  }

  static Chart byEvaluations(List<RunCurve> runs) {
    return Chart.of(
        "evaluations of cost and gradient",
        Axis.Kind.LOG,
        Axis.Kind.LOG,
        series(runs, RunCurve::evaluations));
  }

  static Chart bySeconds(List<RunCurve> runs) {
    return Chart.of("seconds", Axis.Kind.FROM_ZERO, Axis.Kind.LOG, series(runs, RunCurve::seconds));
  }

  private static List<Series> series(List<RunCurve> runs, Function<RunCurve, double[]> x) {
    List<Series> series = new ArrayList<>();
    for (RunCurve run : runs)
      series.add(new Series(
          run.name(), TONES.get(series.size()), Series.Line.THIN, x.apply(run), run.cost()));
    return series;
  }
}
