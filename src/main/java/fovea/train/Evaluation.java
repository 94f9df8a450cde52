package fovea.train;

import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.model.Cost;
import fovea.model.Hyperparameters;

/**
 * What a model reaches on a set of examples.
 *
 * @param n examples, N
 * @param mse mean of (o − x)² over all values
 * @param explainedVariance 1 − Σ(o − x)² / Σ(x − x̄)², x̄ the mean of each column; NaN when no column varies
 * @param psnrDb 10·log10(1/mse), for values between 0 and 1
 * @param activations what the hidden units do
 */
public record Evaluation(
    int n,
    Cost cost,
    double mse,
    double explainedVariance,
    double psnrDb,
    Activations activations) {
  /** Evaluates the model on x (n×D, row-major). */
  public static Evaluation of(
      Autoencoder network, Hyperparameters hyperparameters, float[] x, int n, Team team) {
    return of(network, Batch.of(network.architecture(), hyperparameters, x, n, team));
  }

  /** Evaluates the model on a batch that is there already, with the batch's hyperparameters. */
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
        batch.objective().activations());
  }
}
