package fovea.train;

import fovea.model.Cost;
import fovea.optimize.Step;
import java.util.Optional;

/**
 * What is known of a point that training passed: a row of metrics.csv.
 *
 * @param cost the parts of the cost there, whose sum is {@code step.cost()}
 * @param seconds since training began, without the time between an interruption and going on
 * @param explainedVariance of the training examples; NaN when no column of them varies
 * @param meanActivation mean of ρ̂ over the hidden units
 * @param deadUnits hidden units that are dead ({@link Activations#isDead}); −1 if a file of an earlier Fovea does not tell
 * @param saturatedUnits hidden units that are saturated ({@link Activations#isSaturated}); −1 likewise
 * @param heldOut the same network on held-out examples, if there are any
 */
public record Metrics(
    Step step,
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
   * @param cost J with the same λ, β and ρ
   * @param explainedVariance NaN when no column of them varies
   */
  public record HeldOut(double cost, double explainedVariance) {}
}
