package fovea.report;

import fovea.model.Cost;
import fovea.train.Metrics;
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

  /** The point that training measured. */
  public static CostPoint of(Metrics metrics) {
    Cost cost = metrics.cost();
    return new CostPoint(
        metrics.step().iteration(),
        cost.total(),
        cost.reconstruction(),
        cost.weightDecay(),
        cost.sparsity(),
        metrics.heldOut().map(h -> OptionalDouble.of(h.cost())).orElse(OptionalDouble.empty()));
  }
}
