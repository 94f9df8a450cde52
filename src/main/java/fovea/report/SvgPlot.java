package fovea.report;

import java.util.List;
import java.util.Locale;

/**
 * Paints a chart on a page: an SVG picture 640 units wide. Colours, widths of lines and sizes of letters are the style
 * sheet's; on a narrow screen it leaves every other number of the lower axis out.
 */
record SvgPlot(Html html, Plot plot) implements Plot.Painter {
  static final int WIDTH = 640;
  private static final int HEIGHT = 380;
  private static final int LEFT = 88;
  private static final int TOP = 34;

  /** Where a chart lies in the picture. */
  static Plot plot(Chart chart) {
    return new Plot(chart, LEFT, TOP, WIDTH - LEFT - 24, HEIGHT - TOP - 62);
  }

  /**
   * Begins the picture and paints the chart into it. The text around the picture tells what it shows. The caller may
   * add to the picture and closes it by {@code </svg>}.
   */
  static void open(Html html, Plot plot) {
    html.raw("<svg class=\"plot\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\" focusable=\"false\">\n"
        .formatted(WIDTH, HEIGHT));
    plot.paint(new SvgPlot(html, plot));
  }

  /** The names of curves, each behind a patch of its colour. */
  static void legend(Html html, List<Series> curves) {
    html.raw("<ul class=\"legend\">");
    for (Series curve : curves)
      html.raw("<li><span class=\"%s\"></span>".formatted(curve.tone().css()))
          .text(curve.name())
          .raw("</li>");
    html.raw("</ul>\n");
  }

  @Override
  public void grid(double x1, double y1, double x2, double y2) {
    line(html, "grid", x1, y1, x2, y2);
  }

  @Override
  public void across(int index, double x, String number) {
    text(index % 2 == 0 ? "across" : "across odd", x, TOP + plot.height() + 24, number);
  }

  @Override
  public void up(double y, String number) {
    text("up", LEFT - 8, y + 5, number);
  }

  @Override
  public void counted(double x, String name) {
    text("across", x, HEIGHT - 8, name);
  }

  @Override
  public void measured(String name) {
    text("measured", LEFT, 18, name);
  }

  private void text(String kind, double x, double y, String text) {
    shape(html, "text", kind, "x y", x, y).raw(">").text(text).raw("</text>");
  }

  @Override
  public void dot(Series curve, double x, double y) {
    shape(html, "circle", curve.tone().css(), "cx cy r", x, y, 3).raw(" />");
  }

  @Override
  public void line(Series curve, double[] x, double[] y) {
    String kind = curve.line().name().toLowerCase(Locale.ROOT);
    html.raw("\n<polyline class=\"%s %s\" points=\"".formatted(curve.tone().css(), kind));
    for (int i = 0; i < x.length; i++)
      html.raw(i == 0 ? "" : " ").raw(tenths(x[i])).raw(",").raw(tenths(y[i]));
    html.raw("\" />");
  }

  /** A straight line of the style sheet's class {@code kind}. */
  static void line(Html html, String kind, double x1, double y1, double x2, double y2) {
    shape(html, "line", kind, "x1 y1 x2 y2", x1, y1, x2, y2).raw(" />");
  }

  /**
   * Begins an element of the style sheet's class {@code kind}, up to the end of its attributes.
   *
   * @param names of the attributes that are coordinates
   * @param values of them, which are written to a tenth of a unit
   */
  static Html shape(Html html, String tag, String kind, String names, double... values) {
    html.raw("<%s class=\"%s\"".formatted(tag, kind));
    String[] each = names.split(" ", -1);
    for (int i = 0; i < each.length; i++)
      html.raw(" ").raw(each[i]).raw("=\"").raw(tenths(values[i])).raw("\"");
    return html;
  }

  /** With one digit after the point. A page has tens of thousands, for which a format would take its time. */
  private static String tenths(double value) {
    long tenths = Math.round(10 * value);
    long size = Math.abs(tenths);
    return (tenths < 0 ? "-" : "") + size / 10 + "." + size % 10;
  }
}
