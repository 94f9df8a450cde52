package fovea.optimize;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limited-memory BFGS: algorithm 7.5 of Nocedal and Wright, Numerical Optimization, 2nd edition, 2006, page 179, with
 * the two-loop recursion of page 178 and a line search for the strong Wolfe conditions with c2 = 0.9
 * ({@link WolfeSearch}).
 *
 * @param history pairs of steps and gradient changes that are kept, at least 1
 * @param preconditioner what the initial matrix H0 of the recursion is made of
 * @param progressive whether training on many examples begins on a sample of them
 */
public record Lbfgs(int history, Preconditioner preconditioner, Progressive progressive)
    implements Optimizer {
  /** What H0 is made of; either is scaled as in equation 7.20. */
  public enum Preconditioner {
    /** What the objective tells of its curvature, {@link InitialMatrix}; as NONE where it tells nothing. */
    KRONECKER,
    /** The identity. */
    NONE
  }

  /** Whether training begins on a sample: that is worth it if the examples are many. */
  public enum Progressive {
    AUTO,
    OFF
  }

  private static final OptimizerOption<Integer> HISTORY =
      OptimizerOption.atLeast(1, "history", "Steps to remember", 5);

  private static final OptimizerOption<Preconditioner> PRECONDITIONER = OptimizerOption.choice(
      "preconditioner", "What each iteration begins with", Preconditioner.KRONECKER);

  private static final OptimizerOption<Progressive> PROGRESSIVE = OptimizerOption.choice(
      "progressive", "With more than 50,000 examples begin on a sample", Progressive.AUTO);

  /** The decrease in ten iterations that ends it; docs/training.md tells why. */
  private static final double RELATIVE_DECREASE = 1e-4;

  static final OptimizerKind.Traits TRAITS = new OptimizerKind.Traits(
      "limited-memory BFGS",
      300,
      RELATIVE_DECREASE,
      20,
      values -> new Lbfgs(HISTORY.in(values), PRECONDITIONER.in(values), PROGRESSIVE.in(values)),
      HISTORY,
      PRECONDITIONER,
      PROGRESSIVE);

  public static final Lbfgs DEFAULT = new Lbfgs(HISTORY.usual(), PRECONDITIONER.usual());

  private static final double C2 = 0.9;

  public Lbfgs {
    HISTORY.require(history);
  }

  public Lbfgs(int history, Preconditioner preconditioner) {
    this(history, preconditioner, PROGRESSIVE.usual());
  }

  @Override
  public boolean isProgressive() {
    return progressive == Progressive.AUTO;
  }

  @Override
  public OptimizerKind kind() {
    return OptimizerKind.LBFGS;
  }

  @Override
  public Map<String, Object> settings() {
    return Settings.of(
        "history", history, "preconditioner", preconditioner, "progressive", progressive);
  }

  /**
   * Those of its loop, the pairs and a product; with a preconditioner the point where it was refreshed last, and
   * up to three that it works in, as many where weights are tied.
   */
  @Override
  public int vectors() {
    return LineSearches.VECTORS
        + 2 * history
        + 1
        + switch (preconditioner) {
          case KRONECKER -> 4;
          case NONE -> 0;
        };
  }

  @Override
  public long matrices(long inputs, long hidden) {
    return switch (preconditioner) {
      case KRONECKER -> InitialMatrix.BYTES * (square(inputs + 1) + square(hidden + 1));
      case NONE -> 0;
    };
  }

  private static long square(long rows) {
    return rows * rows;
  }

  @Override
  public double evaluationsPerIteration() {
    return 1.05;
  }

  @Override
  public Outcome minimize(
      Objective objective, float[] theta, Start start, Limits limits, StepListener listener) {
    Vectors vectors = new Vectors(theta.length, objective.team());
    Optional<Curvature> curvature = switch (preconditioner) {
      case KRONECKER -> objective.curvature();
      case NONE -> Optional.empty();
    };
    Pairs pairs = new Pairs(history, theta.length, vectors, objective, curvature);
    return LineSearches.run(objective, theta, start, limits, listener, pairs, C2, vectors);
  }

  /** The last {@code history} pairs s = θ' − θ, y = ∇' − ∇, the newest in slot {@code newest}. */
  private static final class Pairs implements Directions {
    private final Vectors vectors;
    private final Objective objective;
    private final Optional<InitialMatrix> initial;
    private final Optional<BiasSteps> biases;
    private final Optional<Reach> reach;
    private final float[][] s;
    private final float[][] y;
    private final double[] sy;
    private final double[] alpha;
    private final float[] product;

    /** Theta where H0 was refreshed last, and the directions since. */
    private final float[] refreshed;

    private int since;

    /** Whether the last direction was of biases alone. */
    private boolean ofBiases;

    private int count;
    private int newest = -1;

    Pairs(int history, int n, Vectors vectors, Objective objective, Optional<Curvature> curvature) {
      this.vectors = vectors;
      this.objective = objective;
      initial = curvature.map(c -> InitialMatrix.of(c, objective.team()));
      biases = curvature.map(BiasSteps::new);
      reach = curvature.map(
          c -> new Reach(c.layout(), initial.orElseThrow().inputs(), objective.team()));
      s = new float[history][n];
      y = new float[history][n];
      sy = new double[history];
      alpha = new double[history];
      product = new float[n];
      refreshed = new float[initial.isPresent() ? n : 0];
    }

    @Override
    public boolean isSteepest() {
      return count == 0 && !ofBiases;
    }

    @Override
    public void forget() {
      count = 0;
      since = 0;
      biases.ifPresent(steps -> steps.done(BiasSteps.STEPS));
    }

    /** The pairs by age, s0 the newest; sᵀy follows from them, and H0 from where it was refreshed. */
    @Override
    public OptimizerState memory(float[] direction) {
      Map<String, float[]> vectors = new HashMap<>();
      for (int age = 0; age < count; age++) {
        vectors.put("s" + age, s[slot(age)]);
        vectors.put("y" + age, y[slot(age)]);
      }
      Map<String, Double> numbers = new HashMap<>(Map.of("pairs", (double) count));
      if (initial.isPresent() && since > 0) {
        vectors.put("refreshed", refreshed);
        numbers.putAll(initial.get().state());
      }
      numbers.put("since", (double) since);
      biases.ifPresent(steps -> numbers.put("biases", (double) steps.done()));
      return new OptimizerState(vectors, numbers);
    }

    @Override
    public void remember(OptimizerState memory, float[] direction) {
      double pairs = memory.number("pairs");
      if (!(pairs >= 0 && pairs <= s.length))
        throw new IllegalArgumentException(
            "the memory of L-BFGS has %s pairs, its history %d".formatted(pairs, s.length));
      count = (int) pairs;
      newest = count - 1;
      for (int age = 0; age < count; age++) {
        int slot = slot(age);
        s[slot] = memory.vector("s" + age, direction.length);
        y[slot] = memory.vector("y" + age, direction.length);
        sy[slot] = vectors.dot(s[slot], y[slot]);
      }
      since = (int) memory.number("since");
      // Checkpoints of 0.1.0 are behind the first steps and do not tell.
      double behind = memory.numbers().getOrDefault("biases", (double) BiasSteps.STEPS);
      biases.ifPresent(steps -> steps.done((int) behind));
      if (initial.isEmpty() || since == 0) return;
      float[] there = memory.vector("refreshed", direction.length);
      System.arraycopy(there, 0, refreshed, 0, there.length);
      objective.valueAndGradient(refreshed, new float[direction.length]);
      initial.get().state(memory.numbers());
      initial.get().refresh(refreshed);
    }

    /**
     * Keeps the pair if sᵀy > 0, which the Wolfe conditions promise but rounding can undo. That of a step of biases
     * is of a place far from all others, and tells nothing of them.
     */
    @Override
    public void moved(float[] theta, float[] gradient, float[] nextTheta, float[] nextGradient) {
      if (ofBiases) return;
      int slot = (newest + 1) % s.length;
      vectors.combine(nextTheta, -1f, theta, s[slot]);
      double curvature = vectors.combine(nextGradient, -1f, gradient, y[slot], s[slot]);
      if (!(curvature > 0x1p-52 * vectors.dot(y[slot], y[slot]))) {
        // The slot may have held the oldest pair, which is gone now.
        count = Math.min(count, s.length - 1);
        return;
      }
      newest = slot;
      count = Math.min(count + 1, s.length);
      sy[slot] = curvature;
    }

    /** direction ← −H·gradient: the two-loop recursion, with γH0 in place of γI; the first may be of biases. */
    @Override
    public double next(double cost, float[] theta, float[] gradient, float[] direction) {
      ofBiases = biases.isPresent() && biases.get().next(cost, gradient, direction);
      if (ofBiases) return 1;
      refresh(theta);
      double product = vectors.scale(1, gradient, direction, s[slot(0)]);
      for (int age = 0; age < count; age++) {
        int slot = slot(age);
        alpha[slot] = product / sy[slot];
        float factor = (float) -alpha[slot];
        product = add(factor, y[slot], direction, s[slot(Math.min(age + 1, count - 1))]);
      }
      float gamma = (float) gamma();
      float[] unscaled = initial(direction);
      product = vectors.scale(-gamma, unscaled, direction, y[slot(Math.max(0, count - 1))]);
      for (int age = count - 1; age >= 0; age--) {
        int slot = slot(age);
        // The direction is minus the recursion's r, so β is minus this product.
        double factor = -alpha[slot] - product / sy[slot];
        product = add((float) factor, s[slot], direction, y[slot(Math.max(0, age - 1))]);
      }
      // With curvature known the direction has its length.
      return reach
          .map(known -> known.part(direction))
          .orElseGet(() -> isSteepest() ? LineSearches.cautious(vectors.norm(gradient)) : 1);
    }

    /** direction ← direction + factor·x, and then Σ direction·z. */
    private double add(float factor, float[] x, float[] direction, float[] z) {
      return vectors.combine(direction, factor, x, direction, z);
    }

    private void refresh(float[] theta) {
      if (initial.isEmpty()) return;
      if (since % initial.get().interval() == 0) {
        initial.get().refresh(theta);
        System.arraycopy(theta, 0, refreshed, 0, theta.length);
        since = 0;
      }
      since++;
    }

    /** H0·v, unscaled. */
    private float[] initial(float[] v) {
      if (initial.isEmpty()) return v;
      initial.get().apply(v, product);
      return product;
    }

    /** γ of equation 7.20, sᵀy/yᵀH0y of the newest pair; 1 without one. */
    private double gamma() {
      if (count == 0) return 1;
      float[] newestY = y[slot(0)];
      return sy[slot(0)] / vectors.dot(newestY, initial(newestY));
    }

    /** The slot of the pair that is {@code age} older than the newest. */
    private int slot(int age) {
      return Math.floorMod(newest - age, s.length);
    }
  }
}
