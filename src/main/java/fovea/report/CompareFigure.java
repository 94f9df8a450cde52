package fovea.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * The cost of several runs: on the left against the evaluations of the cost, which is what the method takes, on the right against the
 * seconds, which is what the user waits. Cost and evaluations are logarithmic, since most of the cost falls in the first evaluations; seconds
 * are not, since the first of them pass before anything falls.
 */
public final class CompareFigure {
  private static final int PANEL_WIDTH = 480;
  private static final int HEIGHT = 460;

  /** Room for the numbers of the cost, left of a panel. */
  private static final int NUMBERS = 60;

  /** Room for half a number that stands out on the right. */
  private static final int RIGHT_NUMBERS = 16;

  private static final int GAP = 24;
  private static final int WIDTH = 2 * (NUMBERS + PANEL_WIDTH + RIGHT_NUMBERS) + GAP;
  private static final float LINE = 2.2f;

  /** Okabe and Ito's palette without its yellow, which is too light for a line on white. */
  private static final List<Color> COLOURS = List.of(
      new Color(0x0072B2),
      new Color(0xE69F00),
      new Color(0x009E73),
      new Color(0xCC79A7),
      new Color(0x56B4E9),
      new Color(0xD55E00),
      Sheet.INK);

  /** More runs than this cannot be told apart by colour. */
  public static final int MOST = COLOURS.size();

  private CompareFigure() {}

  /**
   * Points that a logarithmic axis has no place for (0, negative, not finite) are left out.
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
    List<Curve> byEvaluations = curves(runs, RunCurve::evaluations);
    List<Curve> bySeconds = curves(runs, RunCurve::seconds);
    Sheet sheet = new Sheet(WIDTH);
    sheet.title(runs.size() == 1 ? "Cost of a run" : "Cost of %d runs".formatted(runs.size()));
    Legend.draw(sheet, byEvaluations, WIDTH);
    int top = sheet.take(HEIGHT);
    int names = sheet.take(26 + 18) + 26;
    draw(sheet, left(byEvaluations, top), byEvaluations, "evaluations of cost and gradient", names);
    draw(sheet, right(bySeconds, top), bySeconds, "seconds", names);
    return sheet.image();
  }

  private static void draw(Sheet sheet, CurvePlot plot, List<Curve> curves, String name, int top) {
    plot.drawGrid(sheet);
    for (Curve curve : curves) plot.draw(sheet, curve);
    sheet.label(name, plot.left() + plot.width() / 2, top, Sheet.Align.CENTRE);
  }

  static CurvePlot left(List<Curve> curves, int top) {
    return plot(0, curves, top, LogAxis.around(values(curves, Curve::x)));
  }

  static CurvePlot right(List<Curve> curves, int top) {
    double last = DoubleStream.of(values(curves, Curve::x)).max().orElse(0);
    return plot(1, curves, top, LinearAxis.upTo(last));
  }

  private static CurvePlot plot(int panel, List<Curve> curves, int top, Axis across) {
    int left = Sheet.MARGIN + NUMBERS + panel * (PANEL_WIDTH + RIGHT_NUMBERS + GAP + NUMBERS);
    LogAxis up = LogAxis.around(values(curves, Curve::y));
    return new CurvePlot(left, top, PANEL_WIDTH, HEIGHT, across, up);
  }

  private static double[] values(List<Curve> curves, Function<Curve, double[]> values) {
    return curves.stream()
        .flatMapToDouble(c -> DoubleStream.of(values.apply(c)))
        .toArray();
  }

  static List<Curve> curves(List<RunCurve> runs, Function<RunCurve, double[]> x) {
    List<Curve> curves = new ArrayList<>();
    for (RunCurve run : runs)
      curves.add(
          Curve.ofPositive(run.name(), COLOURS.get(curves.size()), LINE, x.apply(run), run.cost()));
    return curves;
  }
}
