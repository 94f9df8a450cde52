package fovea.optimize;

import java.util.Optional;

/**
 * Where a minimisation begins: at an initial point, or behind the last step of an earlier one.
 *
 * @param last the last step; empty at an initial point
 * @param costBefore the cost of the step before it; NaN if there is none
 * @param seconds that the earlier steps took
 * @param memory what the optimiser had at the last step
 */
public record Start(Optional<Step> last, double costBefore, double seconds, OptimizerState memory) {
  /** An initial point. */
  public static final Start INITIAL =
      new Start(Optional.empty(), Double.NaN, 0, OptimizerState.NONE);

  /** Behind this step, with {@code costBefore} NaN if it was the first. */
  public static Start behind(Step last, double costBefore, double seconds, OptimizerState memory) {
    return new Start(Optional.of(last), costBefore, seconds, memory);
  }

  int iteration() {
    return last.map(Step::iteration).orElse(0);
  }

  /** Evaluations up to the last step, with that of the initial point. */
  int evaluations() {
    return last.map(Step::evaluations).orElse(1);
  }

  /** Whether the listener has seen the step at this iteration. */
  boolean isPast(int iteration) {
    return last.isPresent() && iteration <= iteration();
  }
}
