package fovea.train;

/** Follows a training run. What it throws ends the run. */
@FunctionalInterface
public interface MetricsListener {
  /**
   * Called at the initial point and after every iteration, on the thread that trains.
   *
   * @return whether to go on
   */
  boolean accept(Metrics metrics);
}
