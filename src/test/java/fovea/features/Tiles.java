package fovea.features;

/** Tiles of weights with known contents, side×side, row-major. */
final class Tiles {
  private Tiles() {}

  interface Pixel {
    double at(int column, int row);
  }

  static float[] of(int side, Pixel pixel) {
    float[] tile = new float[side * side];
    for (int row = 0; row < side; row++)
      for (int column = 0; column < side; column++)
        tile[row * side + column] = (float) pixel.at(column, row);
    return tile;
  }

  static float[] of(int side, GaborFit gabor) {
    return of(side, (column, row) -> value(gabor, column, row));
  }

  /** The function of {@link GaborFit} at a pixel. */
  static double value(GaborFit gabor, int column, int row) {
    double u = u(gabor.shape(), column, row);
    double envelope = envelope(gabor.shape(), column, row);
    return gabor.offset()
        + gabor.amplitude()
            * envelope
            * Math.cos(2 * Math.PI * gabor.frequency() * u + gabor.phase());
  }

  static double u(GaborShape shape, double column, double row) {
    return (column - shape.x()) * Math.cos(shape.theta())
        + (row - shape.y()) * Math.sin(shape.theta());
  }

  static double v(GaborShape shape, double column, double row) {
    return (row - shape.y()) * Math.cos(shape.theta())
        - (column - shape.x()) * Math.sin(shape.theta());
  }

  static double envelope(GaborShape shape, double column, double row) {
    double across = u(shape, column, row) / shape.sigmaX();
    double along = v(shape, column, row) / shape.sigmaY();
    return Math.exp(-0.5 * (across * across + along * along));
  }

  /** Without offset, amplitude 1. */
  static GaborFit gabor(
      double x,
      double y,
      double sigmaX,
      double sigmaY,
      double theta,
      double frequency,
      double phase) {
    return new GaborFit(x, y, sigmaX, sigmaY, theta, frequency, phase, 1, 0, 1);
  }

  /** A quarter turn: column becomes row, and row counts from the other end of the columns. */
  static float[] turned(int side, float[] tile) {
    return of(side, (column, row) -> tile[(side - 1 - column) * side + row]);
  }

  /** Share of Σ(tile − mean)² that {@code fit} explains, from its values alone. */
  static double r2(int side, float[] tile, GaborFit fit) {
    double mean = 0;
    for (float w : tile) mean += w / (double) tile.length;
    double energy = 0;
    double left = 0;
    for (int row = 0; row < side; row++)
      for (int column = 0; column < side; column++) {
        double w = tile[row * side + column];
        energy += (w - mean) * (w - mean);
        left += (w - value(fit, column, row)) * (w - value(fit, column, row));
      }
    return 1 - left / energy;
  }
}
