package fovea.train;

import fovea.optimize.OptimizerState;
import java.util.List;

/**
 * All that a training run needs to go on from where it is, between two iterations. Its arrays may be the run's own, so
 * they are to be read while the run stands still.
 *
 * @param theta the parameters
 * @param memory what the optimiser remembers
 * @param metrics of all points so far, the initial one first; at least one, and one more than iterations
 * @param best the best point so far, as many parameters as theta
 */
public record Checkpoint(float[] theta, OptimizerState memory, List<Metrics> metrics, Best best) {
  /**
   * The point of the lowest cost: on held-out examples, if there are any.
   *
   * @param theta its parameters
   * @param iteration which it is, 0 being the initial point
   * @param cost there; infinite if no point had a finite one
   */
  public record Best(float[] theta, int iteration, double cost) {}

  /** @throws IllegalArgumentException if the metrics or the best point do not belong to such a run */
  public Checkpoint {
    if (metrics.isEmpty()) throw new IllegalArgumentException("a checkpoint has no metrics");
    int last = metrics.size() - 1;
    for (int i = 0; i <= last; i++)
      if (metrics.get(i).step().iteration() != i)
        throw new IllegalArgumentException("row %d of a checkpoint's metrics is of iteration %d"
            .formatted(i, metrics.get(i).step().iteration()));
    if (best.iteration < 0 || best.iteration > last || best.theta.length != theta.length)
      throw new IllegalArgumentException("a checkpoint's best point is none of the run's");
  }

  /** Where the run is. */
  public Metrics last() {
    return metrics.getLast();
  }

  /** How many iterations are done. */
  public int iteration() {
    return last().step().iteration();
  }
}
