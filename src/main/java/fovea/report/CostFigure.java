package fovea.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** The cost and its three parts against the iteration, and the held-out cost if there is one, on a logarithmic axis. */
final class CostFigure {
  private static final int WIDTH = 936;
  private static final int HEIGHT = 460;

  /** Room for the longest number left of the plot, 1e-300. */
  private static final int LEFT_NUMBERS = 60;

  /** With the margin, room for the half of 100,000,000 that stands out on the right. */
  private static final int RIGHT_NUMBERS = 16;

  private static final float THICK = 3;
  private static final float THIN = 1.8f;

  // The parts have colours of Okabe and Ito's palette, which colour-blind people tell apart.
  private static final Color BLUE = new Color(0x0072B2);
  private static final Color ORANGE = new Color(0xE69F00);
  private static final Color GREEN = new Color(0x009E73);
  private static final Color PURPLE = new Color(0xCC79A7);

  private CostFigure() {}

  /**
   * Values that a logarithmic axis has no place for (0, negative, not finite) are left out, and the legend says so.
   *
   * @param out the PNG file to replace; its folder exists
   * @param points at least one, iterations ascending
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  public static void write(Path out, List<CostPoint> points) throws IOException {
    PngFile.write(out, draw(points));
  }

  static BufferedImage draw(List<CostPoint> points) throws IOException {
    if (points.isEmpty()) throw new IllegalArgumentException("a cost curve without points");
    CostPoint last = points.getLast();
    List<Curve> curves = curves(points);
    Sheet sheet = new Sheet(WIDTH);
    sheet.title("Cost %s after %s %s"
        .formatted(
            Numbers.significant(last.cost(), 4),
            Numbers.grouped(last.iteration()),
            last.iteration() == 1 ? "iteration" : "iterations"));
    Legend.draw(sheet, curves, WIDTH);
    CurvePlot plot = plot(points, curves, sheet.take(HEIGHT));
    plot.drawGrid(sheet);
    // The total is the widest and comes first: a part that is nearly all of it shows on top, with
    // the total around it.
    for (Curve curve : curves) plot.draw(sheet, curve);
    sheet.take(26);
    sheet.label("iteration", plot.left() + plot.width() / 2, sheet.take(18), Sheet.Align.CENTRE);
    return sheet.image();
  }

  static List<Curve> curves(List<CostPoint> points) {
    List<Curve> parts = List.of(
        Curve.of("total", Sheet.INK, THICK, points, CostPoint::cost),
        Curve.of("reconstruction", BLUE, THIN, points, CostPoint::reconstruction),
        Curve.of("weight decay", ORANGE, THIN, points, CostPoint::weightDecay),
        Curve.of("sparsity", GREEN, THIN, points, CostPoint::sparsity));
    if (points.stream().noneMatch(p -> p.heldOut().isPresent())) return parts;
    List<Curve> curves = new ArrayList<>(parts);
    curves.add(
        Curve.of("total, held out", PURPLE, THIN, points, p -> p.heldOut().orElse(Double.NaN)));
    return curves;
  }

  static CurvePlot plot(List<CostPoint> points, List<Curve> curves, int top) {
    double[] values =
        curves.stream().flatMapToDouble(c -> DoubleStream.of(c.y())).toArray();
    return new CurvePlot(
        Sheet.MARGIN + LEFT_NUMBERS,
        top,
        WIDTH - LEFT_NUMBERS - RIGHT_NUMBERS,
        HEIGHT,
        CountAxis.of(points.getFirst().iteration(), points.getLast().iteration()),
        LogAxis.around(values));
  }
}
