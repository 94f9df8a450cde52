package fovea.optimize;

import fovea.kernels.Reductions;
import java.util.Map;

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
  public GradientDescent {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY))
      throw new IllegalArgumentException("the learning rate must be positive, not " + learningRate);
    if (!(momentum >= 0 && momentum < 1))
      throw new IllegalArgumentException(
          "the momentum must be at least 0 and below 1, not " + momentum);
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
