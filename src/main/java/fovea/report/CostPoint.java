package fovea.report;

import java.util.OptionalDouble;

/**
 * The cost at one iteration and the three parts it is the sum of (docs/design.md, the mathematics).
 *
 * @param iteration 0 is the starting point
 * @param cost the sum of the next three
 * @param heldOut the cost on held-out examples, if there are any
 */
public record CostPoint(
    int iteration,
    double cost,
    double reconstruction,
    double weightDecay,
    double sparsity,
    OptionalDouble heldOut) {
  /** Without held-out examples. */
  public CostPoint(
      int iteration, double cost, double reconstruction, double weightDecay, double sparsity) {
    this(iteration, cost, reconstruction, weightDecay, sparsity, OptionalDouble.empty());
  }
}
