package fovea.optimize;

import java.util.List;

/**
 * Where a minimisation begins: at an initial point, or behind the last step of an earlier one.
 *
 * @param iteration the number of the first point
 * @param evaluations up to that point, with its own
 * @param steps that the listener has seen, the one where it begins last; none at an initial point
 * @param seconds that the earlier steps took
 * @param memory what the optimiser had at the last step
 */
public record Start(
    int iteration, int evaluations, List<Step> steps, double seconds, OptimizerState memory) {
  /** An initial point. */
  public static final Start INITIAL = new Start(0, 1, List.of(), 0, OptimizerState.NONE);

  /** An initial point, whose minimisation goes on counting behind this step of another. */
  public static Start anew(Step last, double seconds) {
    return new Start(
        last.iteration() + 1, last.evaluations() + 1, List.of(), seconds, OptimizerState.NONE);
  }

  /**
   * Behind the last of these steps.
   *
   * @param steps all of this minimisation, at least one
   */
  public static Start behind(List<Step> steps, double seconds, OptimizerState memory) {
    Step last = steps.getLast();
    return new Start(last.iteration(), last.evaluations(), steps, seconds, memory);
  }

  /** Whether it is behind a step of an earlier minimisation. */
  boolean isBehind() {
    return !steps.isEmpty();
  }

  /** Whether the listener has seen the step at this iteration. */
  boolean isPast(int iteration) {
    return isBehind() && iteration <= this.iteration;
  }

  /** The steps without that of the point where it begins. */
  List<Step> before() {
    return isBehind() ? steps.subList(0, steps.size() - 1) : steps;
  }
}
