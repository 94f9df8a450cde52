package fovea.optimize;

import fovea.kernels.SymmetricEigen;
import fovea.kernels.Team;
import fovea.kernels.TeamProduct;
import java.util.Map;

/**
 * The initial matrix H0 for tied weights, where W is the encoder's and, transposed, the decoder's: the curvature of W
 * is the sum of those of the two layers. With Θ the matrix of W with b1 as a further column and b2 as a further row,
 * (H+1)×(D+1), it is a Kronecker sum
 *
 * <pre>
 *   Θ ↦ Θ·(s̄·C + κ̄·m·mᵀ) + q̄·E·Θ + δ·Θ      m = mean x̃,  κ̄ = mean κ_j·(mean f′_j)²
 * </pre>
 *
 * <p>whose inverse is a division in the eigenvectors of both matrices. Θ's corner stands for nothing and stays 0. C,
 * E, s, q, κ and δ are those of {@link KroneckerPreconditioner}; the means stand for all rows, since only then do
 * both matrices have eigenvectors that do not depend on the row, and biases get both matrices' curvature.
 * Eigenvectors are double ({@link SymmetricEigen}); those of the inputs are made anew when s̄ or κ̄ has doubled or
 * halved.
 */
final class KroneckerSumPreconditioner implements InitialMatrix {
  private final Curvature curvature;
  private final Curvature.Layout layout;
  private final Team team;
  private final double[] inputs;
  private final double damping;
  private final int rows;
  private final int columns;
  private final TeamProduct toInputs;
  private final TeamProduct fromInputs;
  private final TeamProduct toHidden;
  private final TeamProduct fromHidden;
  private final WeightRows weights;

  /** Θ in the eigenvectors of the inputs, (D+1)×(H+1). */
  private final float[] turned;

  /** The quotient in the eigenvectors of both, (D+1)×(H+1). */
  private final float[] solved;

  private final float[] quotient;
  private double[] inputValues = {};
  private double scale = Double.NaN;
  private double sparsity = Double.NaN;
  private double madeScale = Double.NaN;
  private double madeSparsity = Double.NaN;

  KroneckerSumPreconditioner(Curvature curvature, Team team) {
    this.curvature = curvature;
    layout = curvature.layout();
    this.team = team;
    inputs = curvature.inputs();
    damping = Moments.damping(curvature);
    rows = layout.hidden() + 1;
    columns = layout.inputs() + 1;
    toInputs = new TeamProduct(columns, team);
    fromInputs = new TeamProduct(columns, team);
    toHidden = new TeamProduct(rows, team);
    fromHidden = new TeamProduct(rows, team);
    weights = WeightRows.encoder(layout);
    turned = new float[Math.multiplyExact(rows, columns)];
    solved = new float[turned.length];
    quotient = new float[turned.length];
  }

  @Override
  public double[] inputs() {
    return inputs;
  }

  @Override
  public int interval() {
    return InitialMatrix.interval(layout.hidden());
  }

  @Override
  public Map<String, Double> state() {
    return Map.of("scale", scale, "sparsity", sparsity);
  }

  @Override
  public void state(Map<String, Double> state) {
    scale = state.getOrDefault("scale", Double.NaN);
    sparsity = state.getOrDefault("sparsity", Double.NaN);
  }

  @Override
  public void refresh(float[] at) {
    Curvature.Moments moments = curvature.moments();
    double meanQ = Moments.mean(moments.outputSlopes());
    scale = Moments.scale(Moments.mean(Moments.hidden(layout, moments, at)), scale);
    sparsity = Moments.scale(meanSparsity(moments), sparsity);
    if (scale != madeScale || sparsity != madeSparsity) decomposeInputs();
    SymmetricEigen.Result hidden = SymmetricEigen.of(moments.activations(), rows, team);
    set(hidden, rows, toHidden, fromHidden);
    for (int c = 0; c < columns; c++)
      for (int r = 0; r < rows; r++)
        quotient[c * rows + r] = (float)
            (1 / (Math.max(inputValues[c], 0) + meanQ * Math.max(hidden.values()[r], 0) + damping));
  }

  private double meanSparsity(Curvature.Moments moments) {
    double sum = 0;
    int h = layout.hidden();
    for (int j = 0; j < h; j++) {
      double slope = moments.slopedInputs()[j * columns + columns - 1];
      sum += moments.sparsity()[j] * slope * slope;
    }
    return sum / h;
  }

  private void decomposeInputs() {
    double[] matrix = new double[inputs.length];
    int last = (columns - 1) * columns;
    for (int i = 0; i < columns; i++)
      for (int k = 0; k < columns; k++)
        matrix[i * columns + k] =
            scale * inputs[i * columns + k] + sparsity * (inputs[last + i] * inputs[last + k]);
    SymmetricEigen.Result eigen = SymmetricEigen.of(matrix, columns, team);
    inputValues = eigen.values();
    set(eigen, columns, toInputs, fromInputs);
    madeScale = scale;
    madeSparsity = sparsity;
  }

  /** Products into the eigenvectors, and out of them. */
  private static void set(SymmetricEigen.Result eigen, int n, TeamProduct into, TeamProduct outOf) {
    double[] columns = new double[n * n];
    for (int i = 0; i < n; i++)
      for (int k = 0; k < n; k++) columns[k * n + i] = eigen.vectors()[i * n + k];
    into.matrix(columns);
    outOf.matrix(eigen.vectors());
  }

  @Override
  public void apply(float[] g, float[] out) {
    int d = layout.inputs();
    int h = layout.hidden();
    toInputs.multiply(
        rows,
        (row, to, at) -> {
          if (row < h) {
            weights.read(g, row, to, at);
          } else {
            System.arraycopy(g, layout.b2(), to, at, d);
            to[at + d] = 0;
          }
        },
        (row, x, product, at) -> {
          for (int c = 0; c < columns; c++) turned[c * rows + row] = product[at + c];
        });
    toHidden.multiply(
        columns,
        (column, to, at) -> System.arraycopy(turned, column * rows, to, at, rows),
        (column, x, product, at) -> {
          for (int r = 0; r < rows; r++)
            solved[column * rows + r] = product[at + r] * quotient[column * rows + r];
        });
    fromHidden.multiply(
        columns,
        (column, to, at) -> System.arraycopy(solved, column * rows, to, at, rows),
        (column, x, product, at) -> System.arraycopy(product, at, turned, column * rows, rows));
    fromInputs.multiply(
        rows,
        (row, to, at) -> {
          for (int c = 0; c < columns; c++) to[at + c] = turned[c * rows + row];
        },
        (row, x, product, at) -> {
          if (row < h) weights.write(product, at, out, row);
          else System.arraycopy(product, at, out, layout.b2(), d);
        });
  }
}
