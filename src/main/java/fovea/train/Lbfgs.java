package fovea.train;

import fovea.kernels.Reductions;

/**
 * Limited-memory BFGS: algorithm 7.5 of Nocedal and Wright, Numerical Optimization, 2nd edition, 2006, page 179, with the two-loop
 * recursion of page 178 and a line search for the strong Wolfe conditions ({@link WolfeSearch}).
 *
 * @param history pairs of steps and gradient changes that are kept, at least 1
 */
public record Lbfgs(int history) implements Optimizer {
  public static final Lbfgs DEFAULT = new Lbfgs(20);

  public Lbfgs {
    if (history < 1)
      throw new IllegalArgumentException("L-BFGS needs a history of at least 1, not " + history);
  }

  @Override
  public Outcome minimize(
      Objective objective, float[] theta, Limits limits, StepListener listener) {
    int n = theta.length;
    float[] gradient = new float[n];
    float[] direction = new float[n];
    float[] nextTheta = new float[n];
    float[] nextGradient = new float[n];
    Pairs pairs = new Pairs(history, n);
    WolfeSearch search = new WolfeSearch(objective);

    double cost = objective.valueAndGradient(theta, gradient);
    double norm = norm(gradient);
    if (!Double.isFinite(cost) || !Double.isFinite(norm))
      throw new DivergedException(0, Double.NaN);
    for (int t = 0; ; t++) {
      if (!listener.accept(new Step(t, objective.cost(), norm))) return Outcome.STOPPED;
      if (norm <= limits.tolerance()) return Outcome.TOLERANCE;
      if (t == limits.iterations()) return Outcome.ITERATIONS;

      pairs.direction(gradient, direction);
      // The first step, without any curvature known, moves theta by a length of 1; later the
      // direction has its length.
      double step = pairs.isEmpty() ? Math.min(1, 1 / norm) : 1;
      boolean found = search.run(theta, cost, gradient, direction, step, nextTheta, nextGradient);
      if (!found && !pairs.isEmpty()) {
        // Rounding can spoil the curvature pairs near the minimum: once more along the steepest
        // descent.
        pairs.clear();
        pairs.direction(gradient, direction);
        found = search.run(
            theta, cost, gradient, direction, Math.min(1, 1 / norm), nextTheta, nextGradient);
      }
      if (!found) return Outcome.NO_PROGRESS;
      pairs.add(theta, gradient, nextTheta, nextGradient);
      System.arraycopy(nextTheta, 0, theta, 0, n);
      System.arraycopy(nextGradient, 0, gradient, 0, n);
      cost = search.cost();
      norm = norm(gradient);
    }
  }

  private static double norm(float[] gradient) {
    return Math.sqrt(Reductions.squaredNorm(gradient, 0, gradient.length));
  }

  /** The last {@code history} pairs s = θ' − θ, y = ∇' − ∇, the newest in slot {@code newest}. */
  private static final class Pairs {
    private final float[][] s;
    private final float[][] y;
    private final double[] sy;
    private final double[] alpha;
    private int count;
    private int newest = -1;
    private double gamma = 1;

    Pairs(int history, int n) {
      s = new float[history][n];
      y = new float[history][n];
      sy = new double[history];
      alpha = new double[history];
    }

    boolean isEmpty() {
      return count == 0;
    }

    void clear() {
      count = 0;
      gamma = 1;
    }

    /** Keeps the pair if sᵀy > 0, which the Wolfe conditions promise but rounding can undo. */
    void add(float[] theta, float[] gradient, float[] nextTheta, float[] nextGradient) {
      int slot = (newest + 1) % s.length;
      Reductions.combine(nextTheta, -1f, theta, s[slot]);
      Reductions.combine(nextGradient, -1f, gradient, y[slot]);
      double curvature = Reductions.dot(s[slot], 0, y[slot], 0, s[slot].length);
      double square = Reductions.squaredNorm(y[slot], 0, y[slot].length);
      if (!(curvature > 0x1p-52 * square)) {
        // The slot may have held the oldest pair, which is gone now.
        count = Math.min(count, s.length - 1);
        return;
      }
      newest = slot;
      count = Math.min(count + 1, s.length);
      sy[slot] = curvature;
      gamma = curvature / square;
    }

    /** direction ← −H·gradient: the two-loop recursion, H0 = γI with γ of equation 7.20. */
    void direction(float[] gradient, float[] direction) {
      System.arraycopy(gradient, 0, direction, 0, gradient.length);
      for (int i = 0; i < count; i++) {
        int slot = slot(i);
        alpha[slot] = Reductions.dot(s[slot], 0, direction, 0, direction.length) / sy[slot];
        Reductions.axpy((float) -alpha[slot], y[slot], direction);
      }
      Reductions.scale((float) gamma, direction);
      for (int i = count - 1; i >= 0; i--) {
        int slot = slot(i);
        double beta = Reductions.dot(y[slot], 0, direction, 0, direction.length) / sy[slot];
        Reductions.axpy((float) (alpha[slot] - beta), s[slot], direction);
      }
      Reductions.scale(-1f, direction);
    }

    /** The slot of the pair that is {@code age} older than the newest. */
    private int slot(int age) {
      return Math.floorMod(newest - age, s.length);
    }
  }
}
