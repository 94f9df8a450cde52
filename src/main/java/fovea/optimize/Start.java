package fovea.optimize;

/**
 * Where a minimisation begins: at an initial point, or behind the last step of an earlier one.
 *
 * @param iteration the number of the first point
 * @param evaluations up to that point, with its own
 * @param costs of the points that the listener has seen, the one where it begins last; none at an initial point
 * @param seconds that the earlier steps took
 * @param memory what the optimiser had at the last step
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record Start(
    int iteration, int evaluations, double[] costs, double seconds, OptimizerState memory) {
  /** An initial point. */
  public static final Start INITIAL = new Start(0, 1, new double[0], 0, OptimizerState.NONE);

  /** An initial point, whose minimisation goes on counting behind this step of another. */
  public static Start anew(Step last, double seconds) {
    return new Start(
        last.iteration() + 1, last.evaluations() + 1, new double[0], seconds, OptimizerState.NONE);
  }

  /**
   * Behind this step.
   *
   * @param costs of all points of this minimisation, that of the step last
   */
  public static Start behind(Step last, double[] costs, double seconds, OptimizerState memory) {
    return new Start(last.iteration(), last.evaluations(), costs, seconds, memory);
  }

  /** Whether it is behind a step of an earlier minimisation. */
  boolean isBehind() {
    return costs.length > 0;
  }

  /** Whether the listener has seen the step at this iteration. */
  boolean isPast(int iteration) {
    return isBehind() && iteration <= this.iteration;
  }

  /** The costs without that of the point where it begins. */
  double[] costsBefore() {
    return java.util.Arrays.copyOf(costs, Math.max(0, costs.length - 1));
  }
}
