package fovea.optimize;

import fovea.kernels.Team;
import java.util.Map;

/**
 * An initial matrix H0 of L-BFGS that knows something of the curvature. It is a function of theta where it was
 * refreshed and of the few numbers of its state, so that a process that goes on can make the same one.
 */
sealed interface InitialMatrix permits KroneckerPreconditioner, KroneckerSumPreconditioner {
  /**
   * Bytes of an element of a layer's second moment: the moment, its damped copy and the four triangles of its inverse
   * in double, the inverse and what {@link Reach} has in float32.
   */
  long BYTES = 6 * Double.BYTES + 2 * Float.BYTES;

  /** Up to this many rows a matrix is inverted in less than an evaluation takes. */
  int SMALL = 500;

  /** The matrix that suits an objective. */
  static InitialMatrix of(Curvature curvature, Team team) {
    return curvature.layout().tied()
        ? new KroneckerSumPreconditioner(curvature, team)
        : new KroneckerPreconditioner(curvature, team);
  }

  /** The mean of x̃x̃ᵀ that it is made of, {@link Curvature#inputs}. */
  double[] inputs();

  /**
   * Iterations from one {@link #refresh} to the next: five, and more where a layer is so wide that inverting its moment
   * would take longer than the iterations themselves.
   */
  int interval();

  /** {@link #interval} for a moment of so many rows. */
  static int interval(int rows) {
    return 5 * Math.max(1, (rows + SMALL - 1) / SMALL);
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
