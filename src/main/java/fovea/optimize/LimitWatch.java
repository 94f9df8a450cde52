package fovea.optimize;

import java.util.Optional;

/** Holds a run against its limits. Time starts when it is made. */
final class LimitWatch {
  private final Limits limits;
  private final long began;
  private final double secondsBefore;
  private double lastCost;

  LimitWatch(Limits limits, Start start) {
    this.limits = limits;
    began = limits.clock().getAsLong();
    secondsBefore = start.seconds();
    lastCost = start.costBefore();
  }

  /** Why to end after this step, if so. To be asked once for every step. */
  Optional<Outcome> end(Step step) {
    double before = lastCost;
    lastCost = step.cost();
    if (step.gradientNorm() <= limits.tolerance()) return Optional.of(Outcome.TOLERANCE);
    if (hardlyFalls(before, lastCost)) return Optional.of(Outcome.RELATIVE_DECREASE);
    if (step.iteration() >= limits.iterations()) return Optional.of(Outcome.ITERATIONS);
    if (secondsBefore + (limits.clock().getAsLong() - began) / 1e9 >= limits.seconds())
      return Optional.of(Outcome.SECONDS);
    return Optional.empty();
  }

  private boolean hardlyFalls(double before, double now) {
    double scale = Math.max(Math.max(Math.abs(before), Math.abs(now)), 1);
    double decrease = (before - now) / scale;
    return limits.relativeDecrease() > 0 && decrease >= 0 && decrease <= limits.relativeDecrease();
  }
}
