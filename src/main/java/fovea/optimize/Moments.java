package fovea.optimize;

import fovea.kernels.SymmetricInverse;

/** What both forms of H0 make of moments, in double. */
final class Moments {
  /** The least curvature; without weight decay some directions have none. */
  private static final double DAMPING = 1e-4;

  /** A factor by which a scale may change before what was made for it is made anew. */
  private static final double CHANGE = 2;

  private Moments() {}

  /** δ, the curvature that every direction has at least. */
  static double damping(Curvature curvature) {
    return Math.max(curvature.weightDecay(), DAMPING);
  }

  /** The mean; a layer that does nothing has no curvature, and any small one will do. */
  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) sum += value;
    return Math.max(sum / values.length, 1e-30);
  }

  /** The scale to go on with: the one in use as long as it is near enough. */
  static double scale(double wanted, double used) {
    return wanted <= CHANGE * used && wanted >= used / CHANGE ? used : wanted;
  }

  /** (factor·moment + damping·I)⁻¹; with more damping where rounding has left the moment indefinite. */
  static double[] inverse(
      SymmetricInverse inverse, double[] moment, int n, double factor, double damping) {
    double[] matrix = new double[moment.length];
    for (double more = damping; ; more *= 10) {
      for (int i = 0; i < matrix.length; i++) matrix[i] = factor * moment[i];
      for (int i = 0; i < n; i++) matrix[i * n + i] += more;
      if (inverse.invert(matrix)) return matrix;
    }
  }

  /** s_j = Σ_k q_k W2_kj² · mean f′_j², the curvature of z_j, the input of hidden unit j. */
  static double[] hidden(Curvature.Layout layout, Curvature.Moments moments, float[] theta) {
    int d = layout.inputs();
    int h = layout.hidden();
    double[] s = new double[h];
    for (int j = 0; j < h; j++) {
      for (int k = 0; k < d; k++) {
        double w = theta[layout.tied() ? layout.w1() + j * d + k : layout.w2() + k * h + j];
        s[j] += moments.outputSlopes()[k] * w * w;
      }
      s[j] *= moments.hiddenSlopes()[j];
    }
    return s;
  }
}
