package fovea.train;

import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.model.Cost;
import fovea.model.Hyperparameters;
import java.util.Arrays;

/**
 * What a model reaches on a set of examples.
 *
 * @param n examples, N
 * @param mse mean of (o − x)² over all values
 * @param explainedVariance 1 − Σ(o − x)² / Σ(x − x̄)², x̄ the mean of each column; NaN when no column varies
 * @param psnrDb 10·log10(1/mse), for values between 0 and 1
 * @param rhoHat mean activation of each hidden unit
 * @param meanActivation mean of ρ̂ over the hidden units
 * @param deadUnits hidden units whose activation is below {@link #DEAD} in every example
 * @param saturatedUnits hidden units whose activation is above {@link #SATURATED} in every example
 */
public record Evaluation(
    int n,
    Cost cost,
    double mse,
    double explainedVariance,
    double psnrDb,
    double meanActivation,
    int deadUnits,
    int saturatedUnits,
    double[] rhoHat) {
  public static final float DEAD = 0.01f;
  public static final float SATURATED = 0.99f;

  private static final int BLOCK = 1024;

  /** Evaluates the model on x (n×D, row-major). */
  public static Evaluation of(
      Autoencoder network, Hyperparameters hyperparameters, float[] x, int n, Team team) {
    int d = network.shape().inputs();
    int h = network.shape().hidden();
    float[] theta = network.theta();
    BatchObjective objective = new BatchObjective(network.shape(), hyperparameters, x, n, team);
    objective.valueAndGradient(theta, new float[theta.length]);
    Cost cost = objective.cost();
    double mse = 2 * cost.reconstruction() / d;
    double[] rhoHat = objective.rhoHat().clone();

    float[] lowest = new float[h];
    float[] highest = new float[h];
    Arrays.fill(lowest, Float.POSITIVE_INFINITY);
    Arrays.fill(highest, Float.NEGATIVE_INFINITY);
    float[] hidden = new float[Math.multiplyExact(BLOCK, h)];
    for (int at = 0; at < n; at += BLOCK) {
      int rows = Math.min(BLOCK, n - at);
      network.encode(Arrays.copyOfRange(x, at * d, (at + rows) * d), rows, hidden);
      for (int i = 0; i < rows; i++)
        for (int j = 0; j < h; j++) {
          lowest[j] = Math.min(lowest[j], hidden[i * h + j]);
          highest[j] = Math.max(highest[j], hidden[i * h + j]);
        }
    }
    int dead = 0;
    int saturated = 0;
    for (int j = 0; j < h; j++) {
      if (highest[j] < DEAD) dead++;
      if (lowest[j] > SATURATED) saturated++;
    }
    return new Evaluation(
        n,
        cost,
        mse,
        1 - 2.0 * n * cost.reconstruction() / squaresAboutMeans(x, n, d),
        10 * StrictMath.log10(1 / mse),
        Arrays.stream(rhoHat).sum() / h,
        dead,
        saturated,
        rhoHat);
  }

  /** Σ(x − x̄)² over all values, x̄ the mean of the value's column; NaN if it is 0. */
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
