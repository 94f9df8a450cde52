package fovea.optimize;

import fovea.kernels.Team;
import java.util.Map;

/**
 * An initial matrix H0 of L-BFGS that knows something of the curvature. It is a function of theta where it was
 * refreshed and of the few numbers of its state, so that a process that goes on can make the same one.
 */
sealed interface InitialMatrix permits KroneckerPreconditioner, KroneckerSumPreconditioner {
  /** The matrix that suits an objective. */
  static InitialMatrix of(Curvature curvature, Team team) {
    return curvature.layout().tied()
        ? new KroneckerSumPreconditioner(curvature, team)
        : new KroneckerPreconditioner(curvature, team);
  }

  /** Makes the matrix for theta, where the objective was evaluated last. */
  void refresh(float[] theta);

  /** out ← H0·g; both as long as theta, and not the same array. */
  void apply(float[] g, float[] out);

  /** What the next {@link #refresh} keeps of this one, by name. */
  Map<String, Double> state();

  /** Takes over the state that another had before its last {@link #refresh}, or after it. */
  void state(Map<String, Double> state);
}
