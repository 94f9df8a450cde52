package fovea.report;

import fovea.model.Cost;
import fovea.optimize.Step;
import fovea.train.Metrics;
import java.util.Optional;

/** Points of a run whose cost is given and whose other numbers do not matter. */
final class Points {
  private Points() {}

  static Metrics at(
      int iteration, double cost, double reconstruction, double weightDecay, double sparsity) {
    return at(iteration, cost, reconstruction, weightDecay, sparsity, Optional.empty());
  }

  static Metrics at(
      int iteration,
      double cost,
      double reconstruction,
      double weightDecay,
      double sparsity,
      double heldOut) {
    return at(
        iteration,
        cost,
        reconstruction,
        weightDecay,
        sparsity,
        Optional.of(new Metrics.HeldOut(heldOut, 0.5)));
  }

  private static Metrics at(
      int iteration,
      double cost,
      double reconstruction,
      double weightDecay,
      double sparsity,
      Optional<Metrics.HeldOut> heldOut) {
    return new Metrics(
        new Step(iteration, cost, 0.01, 1, 2 * iteration + 1),
        10,
        new Cost(reconstruction, weightDecay, sparsity),
        0.1 * iteration,
        0.5,
        0.5,
        1,
        0,
        heldOut);
  }
}
