package fovea.optimize;

import fovea.kernels.Team;
import java.util.Optional;

/** What an optimiser minimises: a cost and its gradient over one flat array. */
public interface Objective {
  /** Floats in theta. */
  int size();

  /** The cost at {@code theta}; {@code gradient} is overwritten. Both arrays are used during the call only. */
  double valueAndGradient(float[] theta, float[] gradient);

  /** The threads that an optimiser may compute with between two evaluations. */
  default Team team() {
    return new Team(1);
  }

  /** What is known of the curvature; nothing of most functions. */
  default Optional<Curvature> curvature() {
    return Optional.empty();
  }
}
