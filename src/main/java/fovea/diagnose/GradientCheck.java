package fovea.diagnose;

import fovea.kernels.RandomDraws;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Cost;
import fovea.model.Hyperparameters;
import fovea.train.NetworkCost;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The gradient that training uses, held against central differences of the cost in double, block by block and term by
 * term.
 *
 * <p>Terms are told apart by the gradient at other hyperparameters: reconstruction is the gradient at λ = β = 0,
 * weight decay is what λ adds to it, sparsity what β adds.
 *
 * <p>A derivative is D = D(h) + (D(h) − D(2h))/3 with D(h) = (J(θ + h) − J(θ − h))/2h (Richardson's extrapolation;
 * Press et al., Numerical Recipes, 3rd edition, §5.7). An element of the gradient may differ from it by the sum of
 *
 * <ul>
 *   <li>{@link #SAFETY} × the float32 rounding of the gradient ({@link GradientRounding}); of two gradients where a
 *       term is a difference;
 *   <li>the truncation of D(h), |D(h) − D(2h)|/3: that of D is of the next order, h⁴;
 *   <li>{@link #SAFETY} × the rounding of the cost in double, 2⁻⁵³·√(N + D·H)·J/h, since its sums have at most
 *       N + D·H terms;
 *   <li>the smallest normal float32;
 *   <li>with relu, what an example adds whose z is so near to 0 that a step, or rounding, may take it to the other
 *       side.
 * </ul>
 *
 * Where a term does not depend on a block, both must be exactly 0.
 *
 * @param examples the number of examples that were used
 * @param findings one for each block and term, blocks in the order of theta
 */
public record GradientCheck(int examples, List<GradientFinding> findings) {
  /**
   * How many times its typical size an error may have. Right gradients of fifty random networks, of 1 to 200 inputs
   * and up to 65 hidden units, were off by 0.65 times at most (GradientCheckTest prints it as a share of what is
   * allowed).
   */
  static final double SAFETY = 4;

  /**
   * A power of two, so that θ ± h is exact. With it neither what is truncated nor what is rounded comes near to
   * float32's rounding.
   */
  private static final double CURVED_STEP = 0x1p-13;

  /** For relu: nothing but kinks is truncated where it matters, and a smaller step meets fewer of them. */
  private static final double KINKED_STEP = 0x1p-18;

  private static final int[] STEPS = {1, -1, 2, -2};
  private static final double U64 = 0x1p-53;

  private static final double WORK = 1.5e10;
  private static final int MOST_EXAMPLES = 1000;
  private static final int LEAST_EXAMPLES = 50;

  public GradientCheck {
    findings = List.copyOf(findings);
  }

  /** Whether nothing is off. */
  public boolean right() {
    return findings.stream().noneMatch(f -> f.verdict() == GradientFinding.Verdict.OFF);
  }

  /**
   * As many examples as keep the check to 1.5·10¹⁰ multiply-adds, some seconds: {@value #MOST_EXAMPLES} at most,
   * which make two shards, and {@value #LEAST_EXAMPLES} at least.
   */
  public static int usualExamples(Architecture architecture, int perBlock) {
    double weights = 2.0 * architecture.shape().inputs() * architecture.shape().hidden();
    double coordinates = 0;
    for (GradientBlock block : GradientBlock.of(architecture))
      coordinates += Math.min(perBlock, block.size(architecture.shape()));
    double anExample = 4 * coordinates * weights;
    return (int) Math.clamp(WORK / anExample, LEAST_EXAMPLES, MOST_EXAMPLES);
  }

  /**
   * {@code wanted} different examples out of x, in the order drawn, or x itself if it has no more.
   *
   * @param x N×D, row-major
   */
  public static float[] examples(float[] x, int n, int wanted, RandomDraws draws) {
    if (wanted >= n) return x;
    int d = x.length / n;
    int[] order = new int[n];
    for (int i = 0; i < n; i++) order[i] = i;
    float[] drawn = new float[wanted * d];
    for (int i = 0; i < wanted; i++) {
      int at = i + draws.below(n - i);
      System.arraycopy(x, order[at] * d, drawn, i * d, d);
      order[at] = order[i];
    }
    return drawn;
  }

  /**
   * Checks at theta.
   *
   * @param x what the network sees, N×D, row-major
   * @param target what it is to give back, likewise
   * @param perBlock how many parameters of each block are looked at, at least 1
   * @param draws which ones
   * @param objective the objective on x with given hyperparameters, whose gradient is to be checked
   * @param team threads for the differences; may be the objective's own
   * @throws IllegalArgumentException if the cost at theta is not finite, or a derivative beyond float32
   */
  public static GradientCheck of(
      Architecture architecture,
      Hyperparameters hyperparameters,
      float[] x,
      float[] target,
      float[] theta,
      int perBlock,
      RandomDraws draws,
      Function<Hyperparameters, NetworkCost> objective,
      Team team) {
    List<GradientCoordinate> coordinates = GradientCoordinate.sample(architecture, perBlock, draws);
    double[] x64 = toDouble(x);
    double[] target64 = toDouble(target);
    double[] theta64 = toDouble(theta);
    Float64Model model = new Float64Model(architecture, hyperparameters, x64, target64);
    Cost cost = requireFinite(model.cost(theta64));
    double lambda = hyperparameters.lambda();
    double beta = hyperparameters.beta();
    double rho = hyperparameters.rho();
    double step = step(architecture);
    Function<Hyperparameters, Claim> claim = settings -> {
      GradientRounding.Size size = new GradientRounding(
              architecture, settings, x64, target64, theta64, 2 * step)
          .of(coordinates);
      return new Claim(
          gradient(objective.apply(settings), theta, coordinates), size.rounding(), size.kinks());
    };
    Claim reconstruction = claim.apply(new Hyperparameters(0, 0, rho));
    Map<GradientTerm, Claim> claims = new EnumMap<>(GradientTerm.class);
    claims.put(GradientTerm.RECONSTRUCTION, reconstruction);
    claims.put(
        GradientTerm.WEIGHT_DECAY,
        claim.apply(new Hyperparameters(lambda, 0, rho)).minus(reconstruction));
    claims.put(
        GradientTerm.SPARSITY,
        claim.apply(new Hyperparameters(0, beta, rho)).minus(reconstruction));
    claims.put(GradientTerm.TOTAL, claim.apply(hyperparameters));

    Cost[][] costs = costs(model, theta64, step, coordinates, team);
    int inputs = architecture.shape().inputs();
    int hidden = architecture.shape().hidden();
    int n = x.length / inputs;
    double chain = Math.sqrt(n + (double) inputs * hidden);
    List<GradientFinding> findings = new ArrayList<>();
    for (GradientBlock block : GradientBlock.of(architecture))
      claims.forEach((term, claimed) -> {
        boolean depends = term.dependsOn(block, hyperparameters);
        // Near ρ̂ = ρ the sparsity part is small, but the logarithms that it is the difference of
        // are not.
        boolean logarithms = term == GradientTerm.SPARSITY || term == GradientTerm.TOTAL;
        double magnitude = term.of(cost) + (logarithms ? beta * hidden : 0);
        double costRounding = U64 * chain * magnitude / step;
        List<GradientFinding.Element> elements = new ArrayList<>();
        for (int c = 0; c < coordinates.size(); c++) {
          GradientCoordinate at = coordinates.get(c);
          if (at.block() != block) continue;
          Difference difference = Difference.of(term, costs[c], step);
          if (!(Math.abs(difference.derivative) <= Float.MAX_VALUE))
            throw new IllegalArgumentException(
                "the gradient is too large for float32 at these settings; make lambda or beta smaller");
          double allowed = depends
              ? SAFETY * (claimed.rounding[c] + costRounding)
                  + claimed.kinks[c]
                  + difference.truncation
                  + Float.MIN_NORMAL
              : 0;
          elements.add(new GradientFinding.Element(
              at.toString(), claimed.gradient[c], difference.derivative, allowed));
        }
        findings.add(GradientFinding.of(block, term, elements));
      });
    return new GradientCheck(n, findings);
  }

  private static double step(Architecture architecture) {
    return Float64Activation.hasKink(architecture.encoder()) ? KINKED_STEP : CURVED_STEP;
  }

  /** What the objective says of each coordinate, and how far rounding and kinks take that from the truth. */
  private record Claim(double[] gradient, double[] rounding, double[] kinks) {
    Claim minus(Claim other) {
      double[] difference = new double[gradient.length];
      double[] roundings = new double[gradient.length];
      double[] bends = new double[gradient.length];
      for (int c = 0; c < gradient.length; c++) {
        difference[c] = gradient[c] - other.gradient[c];
        roundings[c] = rounding[c] + other.rounding[c];
        // Without sparsity both have the same examples in them, on the same side.
        bends[c] = kinks[c] == other.kinks[c] ? 0 : kinks[c] + other.kinks[c];
      }
      return new Claim(difference, roundings, bends);
    }
  }

  private static double[] gradient(
      NetworkCost objective, float[] theta, List<GradientCoordinate> coordinates) {
    float[] gradient = new float[theta.length];
    objective.valueAndGradient(theta, gradient);
    requireFinite(objective.cost());
    return coordinates.stream().mapToDouble(c -> gradient[c.index()]).toArray();
  }

  private static Cost requireFinite(Cost cost) {
    if (Double.isFinite(cost.total())) return cost;
    throw new IllegalArgumentException(
        "the cost is not finite there, probably because a hidden unit is always 0 or 1; "
            + "try --beta 0, or another model");
  }

  /** @param truncation of the difference with the smaller step */
  private record Difference(double derivative, double truncation) {
    static Difference of(GradientTerm term, Cost[] costs, double step) {
      double near = (term.of(costs[0]) - term.of(costs[1])) / (2 * step);
      double far = (term.of(costs[2]) - term.of(costs[3])) / (4 * step);
      return new Difference(near + (near - far) / 3, Math.abs(near - far) / 3);
    }
  }

  /** [coordinate]: the costs at θ + h, θ − h, θ + 2h and θ − 2h. Threads take coordinates as they come. */
  private static Cost[][] costs(
      Float64Model model,
      double[] theta,
      double step,
      List<GradientCoordinate> coordinates,
      Team team) {
    Cost[][] costs = new Cost[coordinates.size()][4];
    AtomicInteger next = new AtomicInteger();
    team.run(thread -> {
      double[] moved = theta.clone();
      for (int c = next.getAndIncrement(); c < costs.length; c = next.getAndIncrement()) {
        int index = coordinates.get(c).index();
        for (int i = 0; i < 4; i++) {
          moved[index] = theta[index] + STEPS[i] * step;
          costs[c][i] = model.cost(moved);
        }
        moved[index] = theta[index];
      }
    });
    return costs;
  }

  private static double[] toDouble(float[] a) {
    double[] b = new double[a.length];
    for (int i = 0; i < a.length; i++) b[i] = a[i];
    return b;
  }
}
