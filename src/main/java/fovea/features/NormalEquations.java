package fovea.features;

/**
 * A linear model of residuals around a point, and the steps of Levenberg and Marquardt in it: (A + damping·D)·step = g,
 * with A = JᵀJ of the derivatives J, g = Jᵀr of the residuals r, and D the largest diagonal of A so far, which makes a
 * step independent of the parameters' units (Moré, "The Levenberg-Marquardt algorithm: implementation and theory",
 * Lecture Notes in Mathematics 630, 1978).
 */
final class NormalEquations {
  /** Of the largest element of D: a parameter that changes nothing would have 0. */
  private static final double LEAST = 1e-10;

  private final double[][] curvature;
  private final double[] slope;
  private final double[] diagonal;

  NormalEquations(int parameters) {
    curvature = new double[parameters][parameters];
    slope = new double[parameters];
    diagonal = new double[parameters];
  }

  /**
   * Takes the model at another point.
   *
   * @param columns of J, one for each parameter, each to be multiplied by its element of {@code factors}
   * @param residuals r
   */
  void fit(double[][] columns, double[] factors, double[] residuals) {
    double largest = 0;
    for (int k = 0; k < slope.length; k++) {
      slope[k] = factors[k] * dot(columns[k], residuals);
      for (int l = 0; l <= k; l++)
        curvature[k][l] = factors[k] * factors[l] * dot(columns[k], columns[l]);
      diagonal[k] = Math.max(diagonal[k], curvature[k][k]);
      largest = Math.max(largest, diagonal[k]);
    }
    for (int k = 0; k < slope.length; k++) diagonal[k] = Math.max(diagonal[k], LEAST * largest);
  }

  /** The step for a damping above 0; of NaN where all derivatives are 0. */
  double[] step(double damping) {
    int n = slope.length;
    // A = L·Lᵀ, L·y = g, Lᵀ·step = y.
    double[][] factor = new double[n][n];
    double[] step = new double[n];
    for (int i = 0; i < n; i++) {
      step[i] = slope[i];
      for (int j = 0; j <= i; j++) {
        double sum = curvature[i][j] + (i == j ? damping * diagonal[i] : 0);
        for (int k = 0; k < j; k++) sum -= factor[i][k] * factor[j][k];
        factor[i][j] = i == j ? Math.sqrt(sum) : sum / factor[j][j];
        if (j < i) step[i] -= factor[i][j] * step[j];
      }
      step[i] /= factor[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) step[i] -= factor[k][i] * step[k];
      step[i] /= factor[i][i];
    }
    return step;
  }

  /** By how much the model lets Σ r² fall along a step of this damping. */
  double promised(double[] step, double damping) {
    double sum = 0;
    for (int k = 0; k < step.length; k++)
      sum += step[k] * (damping * diagonal[k] * step[k] + slope[k]);
    return sum;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }
}
