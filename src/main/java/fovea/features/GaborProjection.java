package fovea.features;

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
  private final int side;
  private final double[] u;
  private final double[] v;
  private final double[] envelope;
  private final double[] cosine;
  private final double[] sine;
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
    this.side = side;
    u = new double[tile.length];
    v = new double[tile.length];
    envelope = new double[tile.length];
    cosine = new double[tile.length];
    sine = new double[tile.length];
    first = new double[tile.length];
    second = new double[tile.length];
  }

  /** Projects the tile. Until the next call the other methods speak of this shape. */
  void project(GaborShape shape) {
    fillColumns(shape);
    double least = LEAST_SHARE * Math.sqrt(dot(envelope, envelope));
    double cosineMean = centre(cosine, first);
    double sineMean = centre(sine, second);
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
   * which was projected last: pixels × 6. The coefficients' own derivatives are left out but for their projection
   * (Kaufman, "A variable projection method for solving separable nonlinear least squares problems", BIT 15, 1975).
   */
  double[][] derivatives(GaborShape shape) {
    double cos = StrictMath.cos(shape.theta());
    double sin = StrictMath.sin(shape.theta());
    double omega = 2 * Math.PI * shape.frequency();
    double narrowX = 1 / (shape.sigmaX() * shape.sigmaX());
    double narrowY = 1 / (shape.sigmaY() * shape.sigmaY());
    double[][] derivatives = new double[tile.length][];
    for (int i = 0; i < tile.length; i++) {
      double value = cosineCoefficient * cosine[i] + sineCoefficient * sine[i];
      double quadrature = sineCoefficient * cosine[i] - cosineCoefficient * sine[i];
      double byU = omega * quadrature - u[i] * narrowX * value;
      double byV = -v[i] * narrowY * value;
      derivatives[i] = new double[] {
        byV * sin - byU * cos,
        -byU * sin - byV * cos,
        u[i] * u[i] * narrowX * value,
        v[i] * v[i] * narrowY * value,
        byU * v[i] - byV * u[i],
        2 * Math.PI * u[i] * quadrature
      };
    }
    for (int k = 0; k < GaborShape.PARAMETERS; k++) removeExplained(derivatives, k);
    return derivatives;
  }

  /** Angles add up, so 2·side sines and cosines are enough for all pixels. */
  private void fillColumns(GaborShape shape) {
    double cos = StrictMath.cos(shape.theta());
    double sin = StrictMath.sin(shape.theta());
    double omega = 2 * Math.PI * shape.frequency();
    double[] cosAcross = new double[side];
    double[] sinAcross = new double[side];
    for (int column = 0; column < side; column++) {
      cosAcross[column] = StrictMath.cos(omega * (column - shape.x()) * cos);
      sinAcross[column] = StrictMath.sin(omega * (column - shape.x()) * cos);
    }
    for (int row = 0; row < side; row++) {
      double cosDown = StrictMath.cos(omega * (row - shape.y()) * sin);
      double sinDown = StrictMath.sin(omega * (row - shape.y()) * sin);
      for (int column = 0; column < side; column++) {
        int i = row * side + column;
        u[i] = (column - shape.x()) * cos + (row - shape.y()) * sin;
        v[i] = (row - shape.y()) * cos - (column - shape.x()) * sin;
        envelope[i] = shape.envelope(u[i], v[i]);
        cosine[i] = envelope[i] * (cosAcross[column] * cosDown - sinAcross[column] * sinDown);
        sine[i] = envelope[i] * (sinAcross[column] * cosDown + cosAcross[column] * sinDown);
      }
    }
  }

  /** Removes from column {@code k} what a constant, the first and the second column explain. */
  private void removeExplained(double[][] a, int k) {
    double sum = 0;
    double onFirst = 0;
    double onSecond = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i][k];
      onFirst += a[i][k] * first[i];
      onSecond += a[i][k] * second[i];
    }
    double mean = sum / a.length;
    for (int i = 0; i < a.length; i++) a[i][k] -= mean + onFirst * first[i] + onSecond * second[i];
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

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }
}
