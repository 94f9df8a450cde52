package fovea.optimize;

import fovea.kernels.Reductions;
import java.util.List;
import java.util.Map;

/**
 * Adam, full batch (Kingma and Ba, ICLR 2015, algorithm 1): a step for each parameter from running means of its
 * gradient and of its gradient squared.
 *
 * @param learningRate α, positive
 * @param beta1 decay of the mean gradient, in [0, 1)
 * @param beta2 decay of the mean square, in [0, 1)
 * @param epsilon ε, positive
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon)
    implements Optimizer {
  private static final OptimizerOption<Double> RATE =
      OptimizerOption.number("learning_rate", "Step", 0.01, "above 0", rate -> rate > 0);

  // Not to be chosen on the command line; the usual values are the paper's.
  private static final OptimizerOption<Double> BETA1 = decay("beta1", 0.9);
  private static final OptimizerOption<Double> BETA2 = decay("beta2", 0.999);
  private static final OptimizerOption<Double> EPSILON =
      OptimizerOption.number("epsilon", "ε", 1e-8, "above 0", epsilon -> epsilon > 0);

  static final OptimizerKind.Traits TRAITS =
      new OptimizerKind.Traits("Adam", 1000, 0, 200, Adam::of, RATE);

  public Adam {
    RATE.require(learningRate);
    BETA1.require(beta1);
    BETA2.require(beta2);
    EPSILON.require(epsilon);
  }

  /** With the paper's β1, β2 and ε. */
  public Adam(double learningRate) {
    this(learningRate, BETA1.usual(), BETA2.usual(), EPSILON.usual());
  }

  private static Adam of(Map<String, ?> values) {
    return new Adam(RATE.in(values), BETA1.in(values), BETA2.in(values), EPSILON.in(values));
  }

  private static OptimizerOption<Double> decay(String name, double usual) {
    return OptimizerOption.number(
        name, "Decay", usual, "at least 0 and below 1", decay -> decay >= 0 && decay < 1);
  }

  @Override
  public OptimizerKind kind() {
    return OptimizerKind.ADAM;
  }

  @Override
  public Map<String, Object> settings() {
    return Settings.of(
        "learning_rate", learningRate, "beta1", beta1, "beta2", beta2, "epsilon", epsilon);
  }

  /** Those of its loop and the two means. */
  @Override
  public int vectors() {
    return FixedSteps.VECTORS + 2;
  }

  @Override
  public double evaluationsPerIteration() {
    return 1;
  }

  @Override
  public List<Advice> advice(Divergence divergence) {
    return List.of(FixedSteps.smaller(RATE, learningRate));
  }

  @Override
  public Outcome minimize(
      Objective objective, float[] theta, Start start, Limits limits, StepListener listener) {
    float[] mean = start.memory().vector("mean", theta.length);
    float[] square = start.memory().vector("square", theta.length);
    OptimizerState memory = OptimizerState.of(Map.of("mean", mean, "square", square));
    return FixedSteps.run(objective, theta, start, limits, listener, memory, (t, gradient, at) -> {
      // α·m̂/(√v̂ + ε) with m̂ = m/(1 − β1^t), v̂ = v/(1 − β2^t) is rate·m/(√v + floor): the
      // corrections are two numbers an iteration (the paper, end of section 2), computed in double.
      double root = Math.sqrt(1 - StrictMath.pow(beta2, t));
      double rate = learningRate * root / (1 - StrictMath.pow(beta1, t));
      Reductions.adam(
          gradient,
          (float) (1 - beta1),
          (float) (1 - beta2),
          (float) rate,
          (float) (epsilon * root),
          mean,
          square,
          at);
    });
  }
}
