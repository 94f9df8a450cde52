package fovea.optimize;

import fovea.kernels.Reductions;
import fovea.kernels.SymmetricInverse;
import fovea.kernels.Team;
import fovea.kernels.TeamProduct;
import java.util.Map;

/**
 * An initial matrix H0 for L-BFGS (Nocedal and Wright, Numerical Optimization, 2nd edition, 2006, §7.2) that knows
 * the curvature of an autoencoder: the Gauss-Newton matrix of the reconstruction, a block for each layer, each the
 * Kronecker product of the second moment of what the layer sees and of a diagonal (K-FAC: Martens and Grosse, ICML
 * 2015; Goldfarb, Ren and Bahamou, NeurIPS 2020), plus weight decay and the curvature of the sparsity term.
 *
 * <pre>
 *   row j of (W1 b1):  (s_j·C + δI + κ_j·v_j·v_jᵀ)⁻¹    C = mean x̃x̃ᵀ,  s_j = Σ_k q_k W2_kj² · mean f′_j²
 *   row k of (W2 b2):  (q_k·E + δI)⁻¹                   E = mean ããᵀ,  q_k = mean g′_k²
 *   δ = max(λ, 1e-4),  v_j = mean f′_j x̃
 * </pre>
 *
 * <p>One inverse serves all rows of a block: with s̄ the mean of s, (s_j·C + δI)⁻¹ is taken to be (s̄/s_j)·(s̄·C +
 * δI)⁻¹, and likewise for q; s_j and q_k count as at least a thousandth of their mean. The inverse for W1 is made
 * anew when s̄ has doubled or halved. The rank-one term goes in by the formula of Sherman and Morrison.
 *
 * <p>Products are chains of float32 fused multiply-adds over ascending k, inverses and scalars are double
 * (docs/numerics.md).
 */
final class KroneckerPreconditioner implements InitialMatrix {
  /** Rows count as at least this part of the mean row. */
  private static final double LEAST = 1e-3;

  private final Curvature curvature;
  private final Curvature.Layout layout;
  private final double[] inputs;
  private final double damping;
  private final int d;
  private final int h;
  private final SymmetricInverse inputInverse;
  private final SymmetricInverse hiddenInverse;
  private final TeamProduct inputProduct;
  private final TeamProduct hiddenProduct;

  private final WeightRows encoder;
  private final WeightRows decoder;
  private final float[] encoderScale;
  private final float[] decoderScale;

  /** H0·v_j without the rank-one term, a row for each j, H×(D+1), and κ_j/(1 + κ_j·v_jᵀH0·v_j). */
  private final float[] rankOne;

  private final double[] rankOneFactor;

  /** s̄ for which the inverse for W1 was made; NaN before the first, then also the one to begin with. */
  private double scale = Double.NaN;

  private double made = Double.NaN;

  KroneckerPreconditioner(Curvature curvature, Team team) {
    this.curvature = curvature;
    layout = curvature.layout();
    inputs = curvature.inputs();
    damping = Moments.damping(curvature);
    d = layout.inputs();
    h = layout.hidden();
    inputInverse = new SymmetricInverse(d + 1, team);
    hiddenInverse = new SymmetricInverse(h + 1, team);
    inputProduct = new TeamProduct(d + 1, team);
    hiddenProduct = new TeamProduct(h + 1, team);
    encoder = WeightRows.encoder(layout);
    decoder = WeightRows.decoder(layout);
    encoderScale = new float[h];
    decoderScale = new float[d];
    rankOne = new float[Math.multiplyExact(h, d + 1)];
    rankOneFactor = new double[h];
  }

  @Override
  public double[] inputs() {
    return inputs;
  }

  @Override
  public int interval() {
    return InitialMatrix.interval(h);
  }

  @Override
  public Map<String, Double> state() {
    return Map.of("scale", scale);
  }

  @Override
  public void state(Map<String, Double> state) {
    scale = state.getOrDefault("scale", Double.NaN);
  }

  @Override
  public void refresh(float[] theta) {
    Curvature.Moments moments = curvature.moments();
    double[] q = moments.outputSlopes();
    double[] s = Moments.hidden(layout, moments, theta);
    double meanS = Moments.mean(s);
    double meanQ = Moments.mean(q);
    scale = Moments.scale(meanS, scale);
    if (scale != made) {
      inputProduct.matrix(Moments.inverse(inputInverse, inputs, d + 1, scale, damping));
      made = scale;
    }
    hiddenProduct.matrix(
        Moments.inverse(hiddenInverse, moments.activations(), h + 1, meanQ, damping));
    for (int j = 0; j < h; j++) encoderScale[j] = (float) (scale / Math.max(s[j], LEAST * meanS));
    for (int k = 0; k < d; k++) decoderScale[k] = (float) (meanQ / Math.max(q[k], LEAST * meanQ));
    setRankOne(moments);
  }

  private void setRankOne(Curvature.Moments moments) {
    int width = d + 1;
    double[] sloped = moments.slopedInputs();
    inputProduct.multiply(
        h,
        (j, v, at) -> {
          for (int k = 0; k < width; k++) v[at + k] = (float) sloped[j * width + k];
        },
        (j, v, product, at) -> {
          for (int k = 0; k < width; k++) product[at + k] *= encoderScale[j];
          System.arraycopy(product, at, rankOne, j * width, width);
          double kappa = moments.sparsity()[j];
          double square = Reductions.dot(v, at, product, at, width);
          rankOneFactor[j] = kappa / (1 + kappa * square);
        });
  }

  @Override
  public void apply(float[] g, float[] out) {
    inputProduct.multiply(h, (j, row, at) -> encoder.read(g, j, row, at), (j, row, product, at) -> {
      finish(j, row, product, at);
      encoder.write(product, at, out, j);
    });
    hiddenProduct.multiply(
        d, (k, row, at) -> decoder.read(g, k, row, at), (k, row, product, at) -> {
          float scale = decoderScale[k];
          for (int j = 0; j <= h; j++) product[at + j] *= scale;
          decoder.write(product, at, out, k);
        });
  }

  /** Scales row j of the product, and takes its rank-one term off. */
  private void finish(int j, float[] row, float[] product, int at) {
    int width = d + 1;
    int rankOneAt = j * width;
    float scale = encoderScale[j];
    double dot = Reductions.dot(rankOne, rankOneAt, row, at, width);
    float factor = (float) (-rankOneFactor[j] * dot);
    for (int k = 0; k < width; k++)
      product[at + k] = Math.fma(factor, rankOne[rankOneAt + k], scale * product[at + k]);
  }
}
