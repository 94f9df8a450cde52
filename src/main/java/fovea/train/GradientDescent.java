package fovea.train;

import fovea.kernels.Reductions;

/**
 * Batch gradient descent with momentum (Polyak, USSR Computational Mathematics and Mathematical Physics 4(5), 1964): v ← m·v − r·∇J,
 * θ ← θ + v.
 *
 * @param learningRate r, positive
 * @param momentum m, in [0, 1)
 */
public record GradientDescent(double learningRate, double momentum) implements Optimizer {
  public GradientDescent {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY))
      throw new IllegalArgumentException("the learning rate must be positive, not " + learningRate);
    if (!(momentum >= 0 && momentum < 1))
      throw new IllegalArgumentException(
          "the momentum must be at least 0 and below 1, not " + momentum);
  }

  @Override
  public Outcome minimize(
      Objective objective, float[] theta, Limits limits, StepListener listener) {
    float[] gradient = new float[theta.length];
    float[] velocity = new float[theta.length];
    float[] finite = theta.clone();
    double lastCost = Double.NaN;
    for (int t = 0; ; t++) {
      double cost = objective.valueAndGradient(theta, gradient);
      double norm = Math.sqrt(Reductions.squaredNorm(gradient, 0, gradient.length));
      if (!Double.isFinite(cost) || !Double.isFinite(norm)) {
        System.arraycopy(finite, 0, theta, 0, theta.length);
        throw new DivergedException(t, lastCost);
      }
      System.arraycopy(theta, 0, finite, 0, theta.length);
      lastCost = cost;
      if (!listener.accept(new Step(t, objective.cost(), norm))) return Outcome.STOPPED;
      if (norm <= limits.tolerance()) return Outcome.TOLERANCE;
      if (t == limits.iterations()) return Outcome.ITERATIONS;
      Reductions.scale((float) momentum, velocity);
      Reductions.axpy((float) -learningRate, gradient, velocity);
      Reductions.axpy(1f, velocity, theta);
    }
  }
}
