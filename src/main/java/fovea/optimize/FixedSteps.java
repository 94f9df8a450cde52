package fovea.optimize;

import java.util.Locale;
import java.util.Optional;

/** The loop of the methods without a line search: one evaluation an iteration, then a rule that moves theta. */
final class FixedSteps {
  /** Vectors as long as theta in the loop: the gradient and the last finite point. */
  static final int VECTORS = 2;

  private FixedSteps() {}

  /** How an iteration moves theta, given the gradient there. */
  @FunctionalInterface
  interface Rule {
    /**
     * Moves theta.
     *
     * @param t the iteration that this begins, 1 for the first
     */
    void move(int t, float[] gradient, float[] theta);
  }

  /** A tenth of a learning rate that diverged, or the usual one if that is less. */
  static Optimizer.Advice smaller(OptimizerOption<Double> option, double rate) {
    double smaller = rate > 10 * option.usual() ? option.usual() : rate / 10;
    String rounded = String.format(Locale.ROOT, "%.3g", smaller);
    return new Optimizer.Advice(option, Optional.of(Double.valueOf(rounded)));
  }

  /** @param memory what the rule works with */
  static Outcome run(
      Objective objective,
      float[] theta,
      Start start,
      Limits limits,
      StepListener listener,
      OptimizerState memory,
      Rule rule) {
    float[] gradient = new float[theta.length];
    float[] finite = theta.clone();
    double lastCost = Double.NaN;
    Vectors vectors = new Vectors(theta.length, objective.team());
    LimitWatch watch = new LimitWatch(limits, start);
    int evaluations = start.evaluations();
    for (int t = start.iteration(); ; t++) {
      double cost = objective.valueAndGradient(theta, gradient);
      double norm = vectors.norm(gradient);
      if (!Double.isFinite(cost) || !Double.isFinite(norm)) {
        System.arraycopy(finite, 0, theta, 0, theta.length);
        throw new DivergedException(t, lastCost);
      }
      lastCost = cost;
      Step step = new Step(t, cost, norm, vectors.move(finite, theta), evaluations++);
      if (!start.isPast(t) && !listener.accept(step, theta, () -> memory)) return Outcome.STOPPED;
      Optional<Outcome> end = watch.end(step);
      if (end.isPresent()) return end.get();
      rule.move(t + 1, gradient, theta);
    }
  }
}
