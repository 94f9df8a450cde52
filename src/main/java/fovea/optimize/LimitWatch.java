package fovea.optimize;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Holds a run against its limits. Time starts when it is made. */
final class LimitWatch {
  private final Limits limits;
  private final long began;
  private final double secondsBefore;

  /** The costs of the last iterations, the oldest first. */
  private final Deque<Double> costs = new ArrayDeque<>();

  LimitWatch(Limits limits, Start start) {
    this.limits = limits;
    began = limits.clock().getAsLong();
    secondsBefore = start.seconds();
    for (Step step : start.before()) add(step.cost());
  }

  private void add(double cost) {
    costs.addLast(cost);
    if (costs.size() > Limits.WINDOW + 1) costs.removeFirst();
  }

  /** Why to end after this step, if so. To be asked once for every step. */
  Optional<Outcome> end(Step step) {
    add(step.cost());
    if (step.gradientNorm() <= limits.tolerance()) return Optional.of(Outcome.TOLERANCE);
    if (hardlyFalls()) return Optional.of(Outcome.RELATIVE_DECREASE);
    if (step.iteration() >= limits.iterations()) return Optional.of(Outcome.ITERATIONS);
    if (secondsBefore + (limits.clock().getAsLong() - began) / 1e9 >= limits.seconds())
      return Optional.of(Outcome.SECONDS);
    return Optional.empty();
  }

  private boolean hardlyFalls() {
    if (limits.relativeDecrease() == 0 || costs.size() <= Limits.WINDOW) return false;
    double before = costs.getFirst();
    double decrease = (before - costs.getLast()) / Math.abs(before);
    return decrease >= 0 && decrease <= limits.relativeDecrease();
  }
}
