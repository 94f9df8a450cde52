package fovea.optimize;

import fovea.kernels.RowsByMatrix;
import fovea.kernels.Reductions;
import fovea.kernels.SymmetricInverse;
import fovea.kernels.Team;
import java.util.Arrays;

/**
 * An initial matrix H0 for L-BFGS (Nocedal and Wright, Numerical Optimization, 2nd edition, 2006, §7.2) that knows the curvature of an
 * autoencoder: the Gauss-Newton matrix of the reconstruction, one block a layer, each a Kronecker product of a second moment of what the
 * layer sees and of a diagonal (K-FAC: Martens and Grosse, ICML 2015; Goldfarb, Ren and Bahamou, NeurIPS 2020), plus weight decay and the
 * curvature of the sparsity term.
 *
 * <pre>
 *   row j of (W1 b1):  (s_j·C + δI + κ_j·v_j·v_jᵀ)⁻¹    C = mean x̃x̃ᵀ,  s_j = Σ_k q_k W2_kj² · mean f′_j²,  v_j = mean f′_j x̃
 *   row k of (W2 b2):  (q_k·E + δI)⁻¹                   E = mean ããᵀ,  q_k = mean g′_k²
 *   δ = max(λ, 1e-4)
 * </pre>
 *
 * <p>One inverse serves all rows of a block: with s̄ the mean of s, (s_j·C + δI)⁻¹ is taken to be (s̄/s_j)·(s̄·C + δI)⁻¹, and likewise for q;
 * s_j and q_k count as at least a thousandth of their mean. The rank-one term goes in by the formula of Sherman and Morrison.
 *
 * <p>Products are chains of float32 fused multiply-adds over ascending k, inverses and scalars are double (docs/numerics.md).
 */
final class KroneckerPreconditioner {
  /** The least curvature; without weight decay some directions have none. */
  private static final double DAMPING = 1e-4;

  /** Rows count as at least this part of the mean row. */
  private static final double LEAST = 1e-3;

  /** The inverse for W1 is made anew when the mean of s has changed by this factor. */
  private static final double CHANGE = 2;

  private final Curvature curvature;
  private final Curvature.Layout layout;
  private final double damping;
  private final int d;
  private final int h;
  private final SymmetricInverse inputInverse;
  private final SymmetricInverse hiddenInverse;
  private final RowsByMatrix encoder;
  private final RowsByMatrix decoder;
  private final float[] rowScale1;
  private final float[] rowScale2;
  private final double[] correction;
  private final float[] u;
  private final float[] v;
  private double[] inputs = {};

  /** s̄ for which the inverse of W1 was made; NaN before the first. */
  private double scale = Double.NaN;

  KroneckerPreconditioner(Curvature curvature, Team team) {
    this.curvature = curvature;
    layout = curvature.layout();
    damping = Math.max(curvature.weightDecay(), DAMPING);
    d = layout.inputs();
    h = layout.hidden();
    inputInverse = new SymmetricInverse(d + 1, team);
    hiddenInverse = new SymmetricInverse(h + 1, team);
    encoder = new RowsByMatrix(h, d, team);
    decoder = new RowsByMatrix(d, h, team);
    rowScale1 = new float[h];
    rowScale2 = new float[d];
    correction = new double[h];
    u = new float[h * (d + 1)];
    v = new float[h * (d + 1)];
  }

  /** s̄ of the inverse in use: what, with theta, a later process needs to make the same matrix. */
  double scale() {
    return scale;
  }

  /**
   * Makes the matrix for the point where the objective was evaluated last.
   *
   * @param scale s̄ of the inverse that is in use; NaN to make a new one
   */
  void refresh(float[] theta, double scale) {
    Curvature.Moments moments = curvature.moments();
    double[] q = moments.outputSlopes();
    double[] s = new double[h];
    for (int j = 0; j < h; j++) {
      for (int k = 0; k < d; k++) {
        double w = theta[layout.tied() ? layout.w1() + j * d + k : layout.w2() + k * h + j];
        s[j] += q[k] * w * w;
      }
      s[j] *= moments.hiddenSlopes()[j];
    }
    double meanS = mean(s);
    double wanted = meanS <= CHANGE * scale && meanS >= scale / CHANGE ? scale : meanS;
    if (inputs.length == 0) inputs = curvature.inputs();
    if (wanted != this.scale) encoder.matrix(inverse(inputInverse, inputs, d + 1, wanted));
    this.scale = wanted;
    double meanQ = mean(q);
    decoder.matrix(inverse(hiddenInverse, moments.activations(), h + 1, meanQ));
    for (int j = 0; j < h; j++) rowScale1[j] = (float) (this.scale / Math.max(s[j], LEAST * meanS));
    for (int k = 0; k < d; k++) rowScale2[k] = (float) (meanQ / Math.max(q[k], LEAST * meanQ));
    rankOne(moments);
  }

  private void rankOne(Curvature.Moments moments) {
    for (int i = 0; i < v.length; i++) v[i] = (float) moments.slopedInputs()[i];
    Arrays.fill(correction, 0);
    if (Arrays.stream(moments.sparsity()).allMatch(k -> k == 0)) return;
    int row = d + 1;
    float[] weights = new float[h * d];
    float[] biases = new float[h];
    for (int j = 0; j < h; j++) {
      System.arraycopy(v, j * row, weights, j * d, d);
      biases[j] = v[j * row + d];
    }
    encoder.apply(weights, 0, biases, 0, rowScale1, weights, 0, biases, 0);
    for (int j = 0; j < h; j++) {
      System.arraycopy(weights, j * d, u, j * row, d);
      u[j * row + d] = biases[j];
      double kappa = moments.sparsity()[j];
      correction[j] = kappa / (1 + kappa * Reductions.dot(u, j * row, v, j * row, row));
    }
  }

  private double[] inverse(SymmetricInverse inverse, double[] moment, int n, double factor) {
    double[] matrix = new double[n * n];
    for (double more = damping; ; more *= 10) {
      for (int i = 0; i < matrix.length; i++) matrix[i] = factor * moment[i];
      for (int i = 0; i < n; i++) matrix[i * n + i] += more;
      if (inverse.invert(matrix)) return matrix;
    }
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) sum += value;
    // A layer that does nothing has no curvature, and any small one will do.
    return Math.max(sum / values.length, 1e-30);
  }

  /** out ← H0·g; both as long as theta, and not the same array. */
  void apply(float[] g, float[] out) {
    encoder.apply(g, layout.w1(), g, layout.b1(), rowScale1, out, layout.w1(), out, layout.b1());
    decoder.apply(g, layout.w2(), g, layout.b2(), rowScale2, out, layout.w2(), out, layout.b2());
    int row = d + 1;
    for (int j = 0; j < h; j++) {
      if (correction[j] == 0) continue;
      double dot = Reductions.dot(u, j * row, g, layout.w1() + j * d, d)
          + (double) u[j * row + d] * g[layout.b1() + j];
      float factor = (float) (-correction[j] * dot);
      int at = layout.w1() + j * d;
      for (int k = 0; k < d; k++) out[at + k] = Math.fma(factor, u[j * row + k], out[at + k]);
      int bias = layout.b1() + j;
      out[bias] = Math.fma(factor, u[j * row + d], out[bias]);
    }
  }
}
