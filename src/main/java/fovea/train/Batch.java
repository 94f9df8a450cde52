package fovea.train;

import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;

/**
 * A set of examples with its cost, and what explained variance is measured against. All that it tells belongs to the theta where the
 * objective was evaluated last.
 *
 * @param examples N
 * @param squares Σ(x − x̄)² over all values, x̄ the mean of the value's column; NaN when no column varies
 */
public record Batch(BatchObjective objective, int examples, double squares) {
  /** {@link #of(Architecture, Hyperparameters, float[], int, Team)} for the usual network of this shape. */
  public static Batch of(
      NetworkShape shape, Hyperparameters hyperparameters, float[] x, int n, Team team) {
    return of(Architecture.of(shape), hyperparameters, x, n, team);
  }

  /** A batch for a network that is to reproduce what it sees. */
  public static Batch of(
      Architecture architecture, Hyperparameters hyperparameters, float[] x, int n, Team team) {
    return of(architecture, hyperparameters, x, x, n, team);
  }

  /**
   * A batch of x and target (n×D, row-major), which are copied: what the network sees, and what it is to give back.
   *
   * @param team the threads to use; stays the caller's to close
   */
  public static Batch of(
      Architecture architecture,
      Hyperparameters hyperparameters,
      float[] x,
      float[] target,
      int n,
      Team team) {
    return new Batch(
        new BatchObjective(architecture, hyperparameters, x, target, n, team),
        n,
        squaresAboutMeans(target, n, architecture.shape().inputs()));
  }

  /** Whether the cost and its gradient are finite at theta. */
  public boolean isFiniteAt(float[] theta) {
    float[] gradient = new float[theta.length];
    boolean finite = Double.isFinite(objective.valueAndGradient(theta, gradient));
    for (float g : gradient) finite &= Float.isFinite(g);
    return finite;
  }

  /** 1 − Σ(o − x)² / Σ(x − x̄)²; NaN when no column varies. */
  public double explainedVariance() {
    return 1 - 2.0 * examples * objective.cost().reconstruction() / squares;
  }

  private static double squaresAboutMeans(float[] x, int n, int d) {
    double[] mean = new double[d];
    for (int i = 0; i < n; i++) for (int k = 0; k < d; k++) mean[k] += x[i * d + k];
    for (int k = 0; k < d; k++) mean[k] /= n;
    double squares = 0;
    for (int i = 0; i < n; i++)
      for (int k = 0; k < d; k++) {
        double deviation = x[i * d + k] - mean[k];
        squares += deviation * deviation;
      }
    return squares > 0 ? squares : Double.NaN;
  }
}
