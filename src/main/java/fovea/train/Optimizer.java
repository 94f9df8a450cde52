package fovea.train;

/** Minimises an objective. Implementations hold settings only, and can be used again. */
public sealed interface Optimizer permits GradientDescent, Lbfgs {
  /**
   * Moves {@code theta} downhill from where it is.
   *
   * @throws DivergedException when the cost is no longer finite; theta is then the last point where it was
   */
  Outcome minimize(Objective objective, float[] theta, Limits limits, StepListener listener);
}
