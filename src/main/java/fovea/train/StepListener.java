package fovea.train;

/** Follows an optimiser. */
@FunctionalInterface
public interface StepListener {
  /**
   * Called at the initial point and after every iteration, on the optimiser's thread.
   *
   * @return whether to go on
   */
  boolean accept(Step step);
}
