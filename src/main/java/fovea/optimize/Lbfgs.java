package fovea.optimize;

import fovea.kernels.Reductions;
import java.util.HashMap;
import java.util.Map;

/**
 * Limited-memory BFGS: algorithm 7.5 of Nocedal and Wright, Numerical Optimization, 2nd edition, 2006, page 179, with the two-loop
 * recursion of page 178 and a line search for the strong Wolfe conditions with c2 = 0.9 ({@link WolfeSearch}).
 *
 * @param history pairs of steps and gradient changes that are kept, at least 1
 */
public record Lbfgs(int history) implements Optimizer {
  private static final OptimizerOption<Integer> HISTORY =
      OptimizerOption.atLeast(1, "history", "Steps to remember", 20);

  static final OptimizerKind.Traits TRAITS = new OptimizerKind.Traits(
      "limited-memory BFGS", 300, 20, values -> new Lbfgs(HISTORY.in(values)), HISTORY);

  public static final Lbfgs DEFAULT = new Lbfgs(HISTORY.usual());

  private static final double C2 = 0.9;

  public Lbfgs {
    HISTORY.require(history);
  }

  @Override
  public OptimizerKind kind() {
    return OptimizerKind.LBFGS;
  }

  @Override
  public Map<String, Object> settings() {
    return Settings.of("history", history);
  }

  /** Those of its loop and the pairs. */
  @Override
  public int vectors() {
    return LineSearches.VECTORS + 2 * history;
  }

  @Override
  public double evaluationsPerIteration() {
    return 1.05;
  }

  @Override
  public Outcome minimize(
      Objective objective, float[] theta, Start start, Limits limits, StepListener listener) {
    return LineSearches.run(
        objective, theta, start, limits, listener, new Pairs(history, theta.length), C2);
  }

  /** The last {@code history} pairs s = θ' − θ, y = ∇' − ∇, the newest in slot {@code newest}. */
  private static final class Pairs implements Directions {
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

    @Override
    public boolean isSteepest() {
      return count == 0;
    }

    @Override
    public void forget() {
      count = 0;
      gamma = 1;
    }

    /** The pairs by age, s0 the newest; sᵀy follows from them. */
    @Override
    public OptimizerState memory(float[] direction) {
      Map<String, float[]> vectors = new HashMap<>();
      for (int age = 0; age < count; age++) {
        vectors.put("s" + age, s[slot(age)]);
        vectors.put("y" + age, y[slot(age)]);
      }
      return new OptimizerState(vectors, Map.of("pairs", (double) count, "gamma", gamma));
    }

    @Override
    public void remember(OptimizerState memory, float[] direction) {
      double pairs = memory.number("pairs");
      if (!(pairs >= 0 && pairs <= s.length))
        throw new IllegalArgumentException(
            "the memory of L-BFGS has %s pairs, its history %d".formatted(pairs, s.length));
      count = (int) pairs;
      newest = count - 1;
      gamma = memory.number("gamma");
      for (int age = 0; age < count; age++) {
        int slot = slot(age);
        s[slot] = memory.vector("s" + age, direction.length);
        y[slot] = memory.vector("y" + age, direction.length);
        sy[slot] = Vectors.dot(s[slot], y[slot]);
      }
    }

    /** Keeps the pair if sᵀy > 0, which the Wolfe conditions promise but rounding can undo. */
    @Override
    public void moved(float[] theta, float[] gradient, float[] nextTheta, float[] nextGradient) {
      int slot = (newest + 1) % s.length;
      Reductions.combine(nextTheta, -1f, theta, s[slot]);
      Reductions.combine(nextGradient, -1f, gradient, y[slot]);
      double curvature = Vectors.dot(s[slot], y[slot]);
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
    @Override
    public double next(double cost, float[] gradient, float[] direction) {
      System.arraycopy(gradient, 0, direction, 0, gradient.length);
      for (int i = 0; i < count; i++) {
        int slot = slot(i);
        alpha[slot] = Vectors.dot(s[slot], direction) / sy[slot];
        Reductions.axpy((float) -alpha[slot], y[slot], direction);
      }
      Reductions.scale((float) gamma, direction);
      for (int i = count - 1; i >= 0; i--) {
        int slot = slot(i);
        double beta = Vectors.dot(y[slot], direction) / sy[slot];
        Reductions.axpy((float) (alpha[slot] - beta), s[slot], direction);
      }
      Reductions.scale(-1f, direction);
      // With curvature known the direction has its length.
      return isSteepest() ? LineSearches.cautious(gradient) : 1;
    }

    /** The slot of the pair that is {@code age} older than the newest. */
    private int slot(int age) {
      return Math.floorMod(newest - age, s.length);
    }
  }
}
