package fovea.report;

import java.util.List;
import java.util.Locale;

/**
 * The frame of a chart in a page: an SVG picture 640 units wide with a grid and the numbers along it. Colours and sizes of letters are the
 * style sheet's; on a narrow screen it leaves every other number of the lower axis out.
 */
final class SvgPlot {
  static final int WIDTH = 640;
  static final int LEFT = 88;
  static final int ACROSS = WIDTH - LEFT - 24;
  private static final int HEIGHT = 360;
  private static final int TOP = 14;
  private static final int UP = HEIGHT - TOP - 62;

  private SvgPlot() {}

  /**
   * A number along an axis.
   *
   * @param position 0 at the lower end, 1 at the upper
   */
  record Tick(double position, String text) {
    static List<Tick> of(Axis axis) {
      return axis.marks().stream()
          .map(mark -> new Tick(axis.position(mark.value()), mark.text()))
          .toList();
    }
  }

  /** Begins a chart. What it shows is told by the text around it. */
  static void open(Html html) {
    html.open(
        "svg",
        "class",
        "plot",
        "viewBox",
        "0 0 %d %d".formatted(WIDTH, HEIGHT),
        "aria-hidden",
        "true",
        "focusable",
        "false");
  }

  /** @param title what the lower axis counts */
  static void grid(Html html, List<Tick> across, List<Tick> up, String title) {
    html.raw("\n<g class=\"grid\">");
    for (Tick tick : across) line(html, tick.position(), 0, tick.position(), 1);
    for (Tick tick : up) line(html, 0, tick.position(), 1, tick.position());
    html.raw("</g>\n<g class=\"numbers\">");
    for (int i = 0; i < across.size(); i++)
      label(
          html,
          i % 2 == 0 ? "across" : "across odd",
          x(across.get(i).position()),
          TOP + UP + 24,
          across.get(i).text());
    for (Tick tick : up) label(html, "up", LEFT - 8.0, y(tick.position()) + 5, tick.text());
    label(html, "across", LEFT + ACROSS / 2.0, HEIGHT - 8.0, title);
    html.raw("</g>\n");
  }

  private static void label(Html html, String kind, double x, double y, String text) {
    html.open("text", "class", kind, "x", number(x), "y", number(y)).text(text).close("text");
  }

  private static void line(Html html, double x1, double y1, double x2, double y2) {
    html.empty(
        "line", "x1", number(x(x1)), "y1", number(y(y1)), "x2", number(x(x2)), "y2", number(y(y2)));
  }

  static double x(double position) {
    return LEFT + position * ACROSS;
  }

  static double y(double position) {
    return TOP + (1 - position) * UP;
  }

  /** A coordinate, to a tenth of a unit. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
