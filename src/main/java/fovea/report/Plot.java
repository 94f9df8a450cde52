package fovea.report;

import java.util.List;

/**
 * A chart and where it lies on a page.
 *
 * @param left edge of the plot area, without the numbers
 * @param top edge of the plot area
 * @param width of the plot area
 * @param height of the plot area
 */
record Plot(Chart chart, int left, int top, int width, int height) {
  /** Paints a chart on paper of some kind. Points are the page's, y grows downwards. */
  interface Painter {
    /** A line of the grid. */
    void grid(double x1, double y1, double x2, double y2);

    /** A number below the plot, and which it is from the left, from 0. */
    void across(int index, double x, String number);

    /** A number left of the plot. */
    void up(double y, String number);

    /** What the lower axis counts, below its numbers. */
    void counted(double x, String name);

    /** What the upright axis measures, above its numbers. */
    void measured(String name);

    /** A curve through these points. */
    void line(Series series, double[] x, double[] y);

    /** A point of a curve of few. */
    void dot(Series series, double x, double y);
  }

  double x(double value) {
    return left + chart.across().position(value) * width;
  }

  double y(double value) {
    return top + (1 - chart.up().position(value)) * height;
  }

  /** Paints the axes, then the curves. */
  void paint(Painter painter) {
    List<Axis.Mark> across = chart.across().marks();
    for (Axis.Mark mark : across) {
      double x = x(mark.value());
      painter.grid(x, top, x, top + height);
    }
    for (Axis.Mark mark : chart.up().marks()) {
      double y = y(mark.value());
      painter.grid(left, y, left + width, y);
      painter.up(y, mark.text());
    }
    for (int i = 0; i < across.size(); i++)
      painter.across(i, x(across.get(i).value()), across.get(i).text());
    painter.counted(left + width / 2.0, chart.counted());
    painter.measured(chart.measured());
    for (Series series : chart.series()) paint(painter, series);
  }

  private void paint(Painter painter, Series series) {
    double[] x = new double[series.x().length];
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = x(series.x()[i]);
      y[i] = y(series.y()[i]);
      if (series.hasDots()) painter.dot(series, x[i], y[i]);
    }
    painter.line(series, x, y);
  }
}
