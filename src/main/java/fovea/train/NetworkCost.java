package fovea.train;

import fovea.model.Cost;
import fovea.optimize.Objective;

/**
 * The cost J of a network (docs/design.md §2) as what an optimiser minimises. The gradient has the shape of theta
 * ({@link fovea.model.Parameters}).
 */
public interface NetworkCost extends Objective {
  /** The parts of the cost that was evaluated last; NaN or 0 before the first evaluation. */
  Cost cost();
}
