package fovea.features;

/**
 * exp(−½·(u²/sigmaX² + v²/sigmaY²)) of a {@link GaborShape} on a square grid. The exponent is quadratic along a row, so
 * that each value is its neighbour's times a ratio which itself changes by one factor: from the row's largest value
 * outwards, where nothing grows. Three exponentials are enough for a row.
 */
final class GaussianGrid {
  private GaussianGrid() {}

  /**
   * Fills a grid.
   *
   * @param first coordinate of the first column and of the first row
   * @param step from one column to the next, and from one row to the next
   * @param out side×side values, row-major
   */
  static void fill(GaborShape shape, double first, double step, int side, double[] out) {
    double cos = StrictMath.cos(shape.theta());
    double sin = StrictMath.sin(shape.theta());
    double narrowX = 1 / (shape.sigmaX() * shape.sigmaX());
    double narrowY = 1 / (shape.sigmaY() * shape.sigmaY());
    // The exponent is −½·(a·dx² + 2·b·dx·dy + c·dy²).
    double a = cos * cos * narrowX + sin * sin * narrowY;
    double b = cos * sin * (narrowX - narrowY);
    double c = sin * sin * narrowX + cos * cos * narrowY;
    double change = StrictMath.exp(-a * step * step);
    for (int row = 0; row < side; row++) {
      double dy = first + row * step - shape.y();
      double peak = (shape.x() - b / a * dy - first) / step;
      int top = Math.clamp(Math.round(peak), 0, side - 1);
      double dx = first + top * step - shape.x();
      double slope = step * (a * dx + b * dy);
      double bend = 0.5 * a * step * step;
      int at = row * side + top;
      out[at] = StrictMath.exp(-0.5 * (a * dx * dx + 2 * b * dx * dy + c * dy * dy));
      double ratio = StrictMath.exp(-slope - bend);
      for (int i = at + 1; i < (row + 1) * side; i++, ratio *= change) out[i] = out[i - 1] * ratio;
      ratio = StrictMath.exp(slope - bend);
      for (int i = at - 1; i >= row * side; i--, ratio *= change) out[i] = out[i + 1] * ratio;
    }
  }
}
