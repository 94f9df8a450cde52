package fovea.optimize;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Minimises an objective. Implementations hold settings only, and can be used again. {@link OptimizerKind} lists
 * them.
 */
public sealed interface Optimizer permits GradientDescent, Adam, ConjugateGradient, Lbfgs {
  /** Moves {@code theta} downhill from where it is, an initial point. */
  default Outcome minimize(
      Objective objective, float[] theta, Limits limits, StepListener listener) {
    return minimize(objective, theta, Start.INITIAL, limits, listener);
  }

  /**
   * Moves {@code theta} downhill from where it is.
   *
   * <p>Whenever the listener is called, the objective's last evaluation was at the theta that it is given: what the
   * objective tells besides the cost belongs to that point. Begun behind an earlier step, it does what it would have
   * done without the break.
   *
   * @param start whether this is an initial point, or where an earlier minimisation was left
   * @return why it ended; {@code theta} is then the point that the listener saw last
   * @throws DivergedException when the cost is no longer finite; theta is then the last point where it was
   */
  Outcome minimize(
      Objective objective, float[] theta, Start start, Limits limits, StepListener listener);

  /**
   * Whether training with it may begin on a sample of many examples: it then minimises anew on every sample, and on all
   * examples at last.
   */
  default boolean isProgressive() {
    return false;
  }

  /** Which of them it is. */
  OptimizerKind kind();

  /** All its settings by name, in order: those of its kind's options, and what cannot be chosen. */
  Map<String, Object> settings();

  /** Vectors as long as theta that it holds while it minimises, besides theta. */
  int vectors();

  /**
   * Bytes of the matrices that it holds besides, if it has any.
   *
   * @param inputs D
   * @param hidden H
   */
  default long matrices(long inputs, long hidden) {
    return 0;
  }

  /** Evaluations of the cost and gradient that an iteration takes, as measured in docs/training.md. */
  double evaluationsPerIteration();

  /**
   * What to change of its options after it diverged, the best first; nothing if it has a line search, which does not
   * diverge.
   */
  default List<Advice> advice(Divergence divergence) {
    return List.of();
  }

  /**
   * A change that may help.
   *
   * @param value to try; any that is smaller if empty
   */
  record Advice(OptimizerOption<?> option, Optional<Double> value) {}
}
