package fovea.optimize;

import fovea.kernels.Reductions;
import java.util.Arrays;
import java.util.Map;

/**
 * Nonlinear conjugate gradients: algorithm 5.4 of Nocedal and Wright, Numerical Optimization, 2nd edition, 2006, page
 * 121, with the β of Polak and Ribière that is never negative (PR+, equation 5.45), and a line search for the strong
 * Wolfe conditions with c2 = 0.1 ({@link WolfeSearch}). Where the direction would not lead down, it begins anew along
 * the steepest descent.
 */
public record ConjugateGradient() implements Optimizer {
  static final OptimizerKind.Traits TRAITS = new OptimizerKind.Traits(
      "conjugate gradients", 500, 0, 20, values -> new ConjugateGradient());

  private static final double C2 = 0.1;

  @Override
  public OptimizerKind kind() {
    return OptimizerKind.CG;
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of();
  }

  @Override
  public int vectors() {
    return LineSearches.VECTORS;
  }

  @Override
  public double evaluationsPerIteration() {
    return 2.5;
  }

  @Override
  public Outcome minimize(
      Objective objective, float[] theta, Start start, Limits limits, StepListener listener) {
    Vectors vectors = new Vectors(theta.length, objective.team());
    Directions directions = new Conjugate(vectors);
    return LineSearches.run(objective, theta, start, limits, listener, directions, C2, vectors);
  }

  /** p ← −∇ + β·p. */
  private static final class Conjugate implements Directions {
    private final Vectors vectors;
    private double beta;
    private double lastCost = Double.NaN;

    Conjugate(Vectors vectors) {
      this.vectors = vectors;
    }

    @Override
    public double next(double cost, float[] theta, float[] gradient, float[] direction) {
      if (beta == 0) Arrays.fill(direction, 0f);
      else Reductions.scale((float) beta, direction);
      Reductions.axpy(-1f, gradient, direction);
      double slope = vectors.dot(gradient, direction);
      if (beta != 0 && !(slope < 0)) {
        beta = 0;
        return next(cost, theta, gradient, direction);
      }
      // Page 59, equation 3.60: the parabola through the last decrease and this slope.
      double first = 2 * (cost - lastCost) / slope;
      lastCost = cost;
      return first > 0 && first < Double.POSITIVE_INFINITY
          ? first
          : LineSearches.cautious(vectors.norm(gradient));
    }

    @Override
    public void moved(float[] theta, float[] gradient, float[] nextTheta, float[] nextGradient) {
      double change = vectors.dot(nextGradient, nextGradient) - vectors.dot(nextGradient, gradient);
      beta = Math.max(0, change / vectors.dot(gradient, gradient));
    }

    @Override
    public OptimizerState memory(float[] direction) {
      return new OptimizerState(
          Map.of("direction", direction), Map.of("beta", beta, "last cost", lastCost));
    }

    @Override
    public void remember(OptimizerState memory, float[] direction) {
      System.arraycopy(
          memory.vector("direction", direction.length), 0, direction, 0, direction.length);
      beta = memory.number("beta");
      lastCost = memory.number("last cost");
    }

    @Override
    public boolean isSteepest() {
      return beta == 0;
    }

    @Override
    public void forget() {
      beta = 0;
      lastCost = Double.NaN;
    }
  }
}
