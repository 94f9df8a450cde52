package fovea.train;

/** Follows a training run. What it throws ends the run. */
@FunctionalInterface
public interface MetricsListener {
  /**
   * Called at the initial point and after every iteration, on the thread that trains.
   *
   * @param theta the parameters there: to be read, not changed, and during the call only
   * @return whether to go on
   */
  boolean accept(Metrics metrics, float[] theta);
}
