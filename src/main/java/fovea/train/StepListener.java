package fovea.train;

/** Follows an optimiser. */
@FunctionalInterface
public interface StepListener {
  /**
   * Called at the initial point and after every iteration, on the optimiser's thread, right after the objective was evaluated at
   * this point.
   *
   * @param theta the parameters there: to be read, not changed, and during the call only
   * @return whether to go on
   */
  boolean accept(Step step, float[] theta);
}
