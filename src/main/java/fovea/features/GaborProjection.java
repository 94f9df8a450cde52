package fovea.features;

import static fovea.features.NormalEquations.dot;

/**
 * The best Gabor function of one shape: cosine and sine coefficients and an offset by linear least squares. The part
 * of the tile that they explain is its projection on the three columns (Golub and Pereyra, "The differentiation of
 * pseudo-inverses and nonlinear least squares problems whose variables separate", SIAM J. Numer. Anal. 10, 1973).
 */
final class GaborProjection {
  /**
   * A column is left out if the norm of its part that the columns before it do not explain is below this share of the
   * envelope's norm. A sine at Nyquist's frequency, for instance, may be 0 at every pixel. So no coefficient is mere
   * rounding.
   */
  private static final double LEAST_SHARE = 1e-3;

  private final double[] tile;
  private final GaborColumns columns;
  // Orthonormal, and orthogonal to a constant.
  private final double[] first;
  private final double[] second;

  private double cosineCoefficient;
  private double sineCoefficient;
  private double offset;
  private double firstPart;
  private double secondPart;

  /** @param tile side×side values, row-major, whose mean is 0 */
  GaborProjection(double[] tile, int side) {
    this.tile = tile;
    columns = new GaborColumns(side);
    first = new double[tile.length];
    second = new double[tile.length];
  }

  /** Projects the tile. Until the next call the other methods speak of this shape. */
  void project(GaborShape shape) {
    columns.fill(shape);
    double least = LEAST_SHARE * Math.sqrt(dot(columns.envelope, columns.envelope));
    double cosineMean = centre(columns.cosine, first);
    double sineMean = centre(columns.sine, second);
    double firstNorm = normalise(first, least);
    double shared = dot(first, second);
    subtract(shared, first, second);
    double secondNorm = normalise(second, least);
    firstPart = dot(first, tile);
    secondPart = dot(second, tile);
    sineCoefficient = secondNorm > 0 ? secondPart / secondNorm : 0;
    cosineCoefficient = firstNorm > 0 ? (firstPart - shared * sineCoefficient) / firstNorm : 0;
    offset = -cosineCoefficient * cosineMean - sineCoefficient * sineMean;
  }

  /** Σ of the squares of the explained part. */
  double explained() {
    return firstPart * firstPart + secondPart * secondPart;
  }

  /** Coefficient of envelope·cos(2π·frequency·u). */
  double cosineCoefficient() {
    return cosineCoefficient;
  }

  /** Coefficient of envelope·sin(2π·frequency·u). */
  double sineCoefficient() {
    return sineCoefficient;
  }

  double offset() {
    return offset;
  }

  /** The explained part, one value per pixel. */
  double[] fitted() {
    double[] fitted = new double[tile.length];
    for (int i = 0; i < fitted.length; i++)
      fitted[i] = firstPart * first[i] + secondPart * second[i];
    return fitted;
  }

  /**
   * Derivatives of {@link #fitted} with respect to x, y, ln sigmaX, ln sigmaY, θ and the frequency of {@code shape},
   * which was projected last: 6 × pixels. The coefficients' own derivatives are left out but for their projection
   * (Kaufman, "A variable projection method for solving separable nonlinear least squares problems", BIT 15, 1975).
   */
  double[][] derivatives(GaborShape shape) {
    double cos = StrictMath.cos(shape.theta());
    double sin = StrictMath.sin(shape.theta());
    double omega = 2 * Math.PI * shape.frequency();
    double narrowX = 1 / (shape.sigmaX() * shape.sigmaX());
    double narrowY = 1 / (shape.sigmaY() * shape.sigmaY());
    double[][] derivatives = new double[GaborShape.PARAMETERS][tile.length];
    for (int i = 0; i < tile.length; i++) {
      double u = columns.u[i];
      double v = columns.v[i];
      double value = cosineCoefficient * columns.cosine[i] + sineCoefficient * columns.sine[i];
      double quadrature = sineCoefficient * columns.cosine[i] - cosineCoefficient * columns.sine[i];
      double byU = omega * quadrature - u * narrowX * value;
      double byV = -v * narrowY * value;
      derivatives[0][i] = byV * sin - byU * cos;
      derivatives[1][i] = -byU * sin - byV * cos;
      derivatives[2][i] = u * u * narrowX * value;
      derivatives[3][i] = v * v * narrowY * value;
      derivatives[4][i] = byU * v - byV * u;
      derivatives[5][i] = 2 * Math.PI * u * quadrature;
    }
    for (double[] column : derivatives) removeExplained(column);
    return derivatives;
  }

  /** Removes what a constant, the first and the second column explain. */
  private void removeExplained(double[] a) {
    double sum = 0;
    for (double value : a) sum += value;
    double mean = sum / a.length;
    double onFirst = dot(a, first);
    double onSecond = dot(a, second);
    for (int i = 0; i < a.length; i++) a[i] -= mean + onFirst * first[i] + onSecond * second[i];
  }

  /** centred = a − mean of a. Returns the mean. */
  private static double centre(double[] a, double[] centred) {
    double sum = 0;
    for (double value : a) sum += value;
    double mean = sum / a.length;
    for (int i = 0; i < a.length; i++) centred[i] = a[i] - mean;
    return mean;
  }

  /**
   * Divides {@code a} by its norm, which is returned; if that is below {@code least} a becomes 0 and 0 is returned.
   */
  private static double normalise(double[] a, double least) {
    double norm = Math.sqrt(dot(a, a));
    boolean kept = norm >= least;
    for (int i = 0; i < a.length; i++) a[i] = kept ? a[i] / norm : 0;
    return kept ? norm : 0;
  }

  /** b −= factor·a */
  private static void subtract(double factor, double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) b[i] -= factor * a[i];
  }
}
