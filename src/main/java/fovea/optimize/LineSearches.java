package fovea.optimize;

import java.util.Optional;

/** The loop of the methods with a line search for the strong Wolfe conditions ({@link WolfeSearch}). */
final class LineSearches {
  /** Vectors as long as theta in the loop: gradient, direction, next point and next gradient. */
  static final int VECTORS = 4;

  private LineSearches() {}

  /**
   * Minimises.
   *
   * @param curvature c2 of the Wolfe conditions
   * @param vectors as long as theta
   */
  static Outcome run(
      Objective objective,
      float[] theta,
      Start start,
      Limits limits,
      StepListener listener,
      Directions directions,
      double curvature,
      Vectors vectors) {
    int n = theta.length;
    float[] gradient = new float[n];
    float[] direction = new float[n];
    float[] nextTheta = new float[n];
    float[] nextGradient = new float[n];
    WolfeSearch search = new WolfeSearch(objective, curvature, vectors);
    LimitWatch watch = new LimitWatch(limits, start);
    for (Step step : start.steps()) search.sawCost(step.cost());
    if (start.isBehind()) directions.remember(start.memory(), direction);
    double cost = objective.valueAndGradient(theta, gradient);
    double norm = vectors.norm(gradient);
    if (!Double.isFinite(cost) || !Double.isFinite(norm))
      throw new DivergedException(start.iteration(), Double.NaN);
    double moved = 0;
    Standstill standstill = new Standstill(start.before());
    for (int t = start.iteration(); ; t++) {
      int evaluations = start.evaluations() + search.evaluations();
      Step step = new Step(t, cost, norm, moved, evaluations);
      if (!start.isPast(t) && !listener.accept(step, theta, () -> directions.memory(direction)))
        return Outcome.STOPPED;
      Optional<Outcome> end = watch.end(step);
      if (end.isPresent()) return end.get();
      if (standstill.reached(step)) return Outcome.CONVERGED;
      double first = directions.next(cost, theta, gradient, direction);
      boolean found = search.run(theta, cost, gradient, direction, first, nextTheta, nextGradient);
      if (!found && !directions.isSteepest()) {
        // Rounding can spoil what is remembered near the minimum: once more along the steepest
        // descent. The objective was evaluated elsewhere since.
        search.evaluate(theta, gradient);
        directions.forget();
        first = directions.next(cost, theta, gradient, direction);
        found = search.run(theta, cost, gradient, direction, first, nextTheta, nextGradient);
      }
      if (!found)
        return search.promised() <= WolfeSearch.ROUNDING * Math.abs(cost)
            ? Outcome.CONVERGED
            : Outcome.NO_PROGRESS;
      directions.moved(theta, gradient, nextTheta, nextGradient);
      moved = vectors.move(theta, nextTheta);
      float[] previous = gradient;
      gradient = nextGradient;
      nextGradient = previous;
      cost = search.cost();
      norm = vectors.norm(gradient);
    }
  }

  /** The first step along the steepest descent, without any curvature known: at most a length of 1. */
  static double cautious(double norm) {
    return Math.min(1, 1 / norm);
  }
}
