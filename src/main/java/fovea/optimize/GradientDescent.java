package fovea.optimize;

import fovea.kernels.Reductions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Batch gradient descent with momentum (Polyak, USSR Computational Mathematics and Mathematical Physics 4(5), 1964):
 * v ← m·v − r·∇J(θ), θ ← θ + v.
 *
 * <p>Nesterov's momentum takes the gradient where momentum alone would lead, v ← m·v − r·∇J(θ + m·v) (Sutskever,
 * Martens, Dahl and Hinton, ICML 2013, equations 3 and 4). Theta is that point θ + m·v here, which moves by m·v −
 * r·∇J with the new v (Bengio, Boulanger-Lewandowski and Pascanu, ICASSP 2013, section 3.5): so it is where the
 * gradient is known, too.
 *
 * @param learningRate r, positive
 * @param momentum m, in [0, 1)
 * @param nesterov whether the momentum is Nesterov's
 */
public record GradientDescent(double learningRate, double momentum, boolean nesterov)
    implements Optimizer {
  private static final OptimizerOption<Double> RATE =
      OptimizerOption.number("learning_rate", "Step", 0.5, "above 0", rate -> rate > 0);

  private static final OptimizerOption<Double> MOMENTUM = OptimizerOption.number(
      "momentum", "Momentum", 0, "at least 0 and below 1", m -> m >= 0 && m < 1);

  private static final OptimizerOption<Boolean> NESTEROV =
      OptimizerOption.flag("nesterov", "Make the momentum Nesterov's");

  static final OptimizerKind.Traits TRAITS = new OptimizerKind.Traits(
      "gradient descent", 1000, 0, 200, GradientDescent::of, RATE, MOMENTUM, NESTEROV);

  public GradientDescent {
    RATE.require(learningRate);
    MOMENTUM.require(momentum);
  }

  /** Whoever chooses Nesterov's momentum expects something of it. */
  private static GradientDescent of(Map<String, ?> values) {
    double momentum = MOMENTUM.in(values);
    boolean nesterov = NESTEROV.in(values);
    if (nesterov && momentum == 0)
      throw new IllegalArgumentException("nesterov needs a momentum above 0, such as 0.9");
    return new GradientDescent(RATE.in(values), momentum, nesterov);
  }

  @Override
  public OptimizerKind kind() {
    return OptimizerKind.GD;
  }

  @Override
  public Map<String, Object> settings() {
    return Settings.of("learning_rate", learningRate, "momentum", momentum, "nesterov", nesterov);
  }

  /** Those of its loop and the velocity. */
  @Override
  public int vectors() {
    return FixedSteps.VECTORS + 1;
  }

  @Override
  public double evaluationsPerIteration() {
    return 1;
  }

  @Override
  public List<Advice> advice(Divergence divergence) {
    Advice smaller = FixedSteps.smaller(RATE, learningRate);
    return divergence == Divergence.EXPLOSION && momentum > 0
        ? List.of(smaller, new Advice(MOMENTUM, Optional.empty()))
        : List.of(smaller);
  }

  @Override
  public Outcome minimize(
      Objective objective, float[] theta, Start start, Limits limits, StepListener listener) {
    float[] velocity = start.memory().vector("velocity", theta.length);
    OptimizerState memory = OptimizerState.of(Map.of("velocity", velocity));
    return FixedSteps.run(objective, theta, start, limits, listener, memory, (t, gradient, at) -> {
      Reductions.scale((float) momentum, velocity);
      Reductions.axpy((float) -learningRate, gradient, velocity);
      if (nesterov) {
        Reductions.axpy((float) momentum, velocity, at);
        Reductions.axpy((float) -learningRate, gradient, at);
      } else {
        Reductions.axpy(1f, velocity, at);
      }
    });
  }
}
