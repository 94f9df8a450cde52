package fovea.train;

import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.model.Cost;
import fovea.model.Hyperparameters;

/**
 * What a model reaches on a set of examples. It keeps what it says, whatever is evaluated later.
 *
 * @param n examples, N
 * @param cost the parts of J, each a mean over the examples or a sum over the weights or hidden units
 * @param mse mean of (o − x)² over all N·D values, in squared units of the data
 * @param explainedVariance 1 − Σ(o − x)² / Σ(x − x̄)², x̄ the mean of each column; 1 is perfect, NaN when no column
 *     varies
 * @param psnrDb 10·log10(1/mse) in decibels, for values between 0 and 1
 * @param activations what the hidden units do; a copy of its own
 */
public record Evaluation(
    int n,
    Cost cost,
    double mse,
    double explainedVariance,
    double psnrDb,
    Activations activations) {
  /**
   * Evaluates the model on x.
   *
   * @param x n×D, row-major; copied
   * @param n examples, at least 1
   * @param team the threads to use; stays the caller's to close
   * @throws IllegalArgumentException if n is less than 1 or x is too short
   */
  public static Evaluation of(
      Autoencoder network, Hyperparameters hyperparameters, float[] x, int n, Team team) {
    return of(network, Batch.of(network.architecture(), hyperparameters, x, n, team));
  }

  /**
   * Evaluates the model on a batch that is there already, with the batch's hyperparameters.
   *
   * @throws IllegalStateException if the batch's team is closed
   */
  public static Evaluation of(Autoencoder network, Batch batch) {
    batch.objective().value(network.theta());
    Cost cost = batch.objective().cost();
    double mse = 2 * cost.reconstruction() / network.shape().inputs();
    return new Evaluation(
        batch.examples(),
        cost,
        mse,
        batch.explainedVariance(),
        10 * StrictMath.log10(1 / mse),
        batch.objective().activations().copy());
  }
}
