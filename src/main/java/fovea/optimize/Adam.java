package fovea.optimize;

import fovea.kernels.Reductions;
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
  public Adam {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY))
      throw new IllegalArgumentException("the learning rate must be positive, not " + learningRate);
    requireDecay("beta1", beta1);
    requireDecay("beta2", beta2);
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY))
      throw new IllegalArgumentException("epsilon must be positive, not " + epsilon);
  }

  /** With the paper's β1 = 0.9, β2 = 0.999 and ε = 1e-8. */
  public Adam(double learningRate) {
    this(learningRate, 0.9, 0.999, 1e-8);
  }

  private static void requireDecay(String name, double value) {
    if (!(value >= 0 && value < 1))
      throw new IllegalArgumentException(
          "%s must be at least 0 and below 1, not %s".formatted(name, value));
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
