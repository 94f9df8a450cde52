package fovea.train;

import fovea.model.Cost;
import fovea.optimize.Objective;

/** The cost of a network (docs/design.md §2) as what an optimiser minimises. */
public interface NetworkCost extends Objective {
  /** The parts of the cost that was evaluated last. */
  Cost cost();
}
