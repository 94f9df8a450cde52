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
    return of(side, gabor::value);
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
        left += (w - fit.value(column, row)) * (w - fit.value(column, row));
      }
    return 1 - left / energy;
  }
}
