package fovea.train;

import fovea.model.Cost;
import fovea.optimize.Step;
import java.util.Optional;

/**
 * What is known of a point that training passed: a row of metrics.csv.
 *
 * @param step where the optimiser stood
 * @param examples that the cost and the gradient are of: all, or a sample of them while training begins on one; −1
 *     where an older file does not tell, which is all
 * @param cost the parts of the cost there, whose sum is {@code step.cost()}
 * @param seconds since training began, in whole microseconds, without the time between an interruption and going on
 * @param explainedVariance of the training examples, at most 1; NaN when no column of them varies
 * @param meanActivation the mean of ρ̂ over the hidden units
 * @param deadUnits how many hidden units are dead ({@link Activations#isDead}); −1 where an older file does not tell
 * @param saturatedUnits how many hidden units are saturated ({@link Activations#isSaturated}); −1 likewise
 * @param heldOut the same network on held-out examples, if there are any
 */
public record Metrics(
    Step step,
    int examples,
    Cost cost,
    double seconds,
    double explainedVariance,
    double meanActivation,
    int deadUnits,
    int saturatedUnits,
    Optional<HeldOut> heldOut) {
  /**
   * What the network reaches on examples that it is not trained on.
   *
   * @param cost J over these examples, with the same λ, β and ρ
   * @param explainedVariance of these examples, at most 1; NaN when no column of them varies
   */
  public record HeldOut(double cost, double explainedVariance) {}
}
