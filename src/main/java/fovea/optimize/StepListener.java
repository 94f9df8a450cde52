package fovea.optimize;

import java.util.function.Supplier;

/** Follows an optimiser. */
@FunctionalInterface
public interface StepListener {
  /**
   * Called at the initial point and after every iteration, on the optimiser's thread, right after the objective was
   * evaluated at this point.
   *
   * @param theta the parameters there: to be read, not changed, and during the call only
   * @return whether to go on
   */
  boolean accept(Step step, float[] theta);

  /**
   * The same, with what the optimiser remembers at this point.
   *
   * @param memory asked for during the call only, as are the arrays in it
   */
  default boolean accept(Step step, float[] theta, Supplier<OptimizerState> memory) {
    return accept(step, theta);
  }
}
