package fovea.train;

import fovea.model.Cost;

/** What an optimiser minimises: a cost and its gradient over one flat array. */
public interface Objective {
  /** Floats in theta. */
  int size();

  /** The cost at {@code theta}; {@code gradient} is overwritten. Neither array is kept. */
  double valueAndGradient(float[] theta, float[] gradient);

  /** The parts of the cost that {@link #valueAndGradient} returned last. */
  Cost cost();
}
