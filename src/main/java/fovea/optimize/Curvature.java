package fovea.optimize;

/**
 * What an objective tells of its curvature, for {@link KroneckerPreconditioner}: moments of the inputs and of the
 * activations of a network with one hidden layer. x̃ = (x, 1) is an example as the network sees it, ã = (a, 1) its
 * activations, both with a 1 for the bias; f and g are the functions of encoder and decoder. Means are over a fixed
 * part of the examples, the same on every machine.
 */
public interface Curvature {
  /**
   * Where the parameters stand in theta.
   *
   * @param inputs D
   * @param hidden H
   * @param w1 first element of W1, H×D, row-major
   * @param b1 first element of b1, H
   * @param w2 first element of W2, D×H, row-major; w1 where weights are tied
   * @param b2 first element of b2, D
   */
  record Layout(int inputs, int hidden, int w1, int b1, int w2, int b2) {
    /** Whether W2 is W1ᵀ. */
    boolean tied() {
      return w1 == w2;
    }
  }

  /**
   * Moments at the theta where the objective was evaluated last.
   *
   * @param activations mean ããᵀ, (H+1)×(H+1), row-major
   * @param outputSlopes mean g′², D values
   * @param hiddenSlopes mean f′², H values
   * @param slopedInputs mean f′x̃, H×(D+1), row-major
   * @param sparsity κ, H values: the second derivative of the sparsity term with respect to the mean activation of
   *     each unit
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, never compared
  record Moments(
      double[] activations,
      double[] outputSlopes,
      double[] hiddenSlopes,
      double[] slopedInputs,
      double[] sparsity) {}

  Layout layout();

  /** λ, the curvature that weight decay adds everywhere. */
  double weightDecay();

  /**
   * How far the input of each hidden unit has to move for its mean activation to be the one that the sparsity term
   * asks for, as far as one number tells; 0 where it asks for none. H values, where the objective was evaluated last.
   */
  double[] sparsityShifts();

  /** The largest Gauss-Newton curvature of an example's error in the input of an output, g′²: 1 if g is linear. */
  double outputCurvature();

  /** Mean x̃x̃ᵀ, (D+1)×(D+1), row-major; it depends on the examples alone. */
  double[] inputs();

  /** The moments where the objective was evaluated last. */
  Moments moments();
}
