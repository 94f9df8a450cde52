package fovea.cli;

import fovea.data.InputException;
import fovea.optimize.Adam;
import fovea.optimize.ConjugateGradient;
import fovea.optimize.GradientDescent;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.run.RunConfig;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how to minimise the cost. */
public final class OptimizerOptions {
  /** The optimisers by the name that the user gives them, with the iterations that they usually need. */
  enum Kind {
    LBFGS(300, 20),
    CG(500, 20),
    ADAM(1000, 200),
    GD(1000, 200);

    private final int iterations;
    private final int patience;

    Kind(int iterations, int patience) {
      this.iterations = iterations;
      this.patience = patience;
    }

    /** Iterations to wait for a lower held-out cost: more for those whose cost goes up and down. */
    int patience() {
      return patience;
    }

    @Override
    public String toString() {
      return Options.lower(this);
    }
  }

  private static final double GD_RATE = 0.5;
  private static final double ADAM_RATE = 0.01;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      defaultValue = "lbfgs",
      description = {
        "lbfgs: limited-memory BFGS; cg: conjugate gradients; adam: Adam; gd: gradient descent (default: ${DEFAULT-VALUE})."
      })
  private Kind kind = Kind.LBFGS;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description =
          "Iterations at most (default: 300 for lbfgs, 500 for cg, 1000 for adam and gd).")
  private @Nullable Integer iterations;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Step of gd (default: 0.5) or adam (default: 0.01).")
  private @Nullable Double learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "Momentum of gd, at least 0 and below 1 (default: 0).")
  private @Nullable Double momentum;

  @Option(names = "--nesterov", description = "Make the momentum of gd Nesterov's.")
  private boolean nesterov;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      defaultValue = "1e-5",
      description = "Stop when the gradient's 2-norm is this small (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--relative-decrease",
      paramLabel = "F",
      defaultValue = "0",
      description =
          "Stop when an iteration lowers the cost by less than this part of it, or of 1 if that is more (default: 0, never).")
  private double relativeDecrease;

  @Option(
      names = "--max-seconds",
      paramLabel = "S",
      description =
          "Stop after the iteration in which training has taken this long (default: never).")
  private @Nullable Double maxSeconds;

  Kind kind() {
    return kind;
  }

  public Limits limits() {
    if (iterations != null && iterations < 0)
      throw new InputException("--iterations must be at least 0, not " + iterations);
    requireNumber("--tolerance", tolerance);
    requireNumber("--relative-decrease", relativeDecrease);
    if (maxSeconds != null && !(maxSeconds > 0))
      throw new InputException("--max-seconds must be above 0, not " + maxSeconds);
    return Options.checked(() -> new Limits(
        iterations == null ? kind.iterations : iterations,
        tolerance,
        relativeDecrease,
        maxSeconds == null ? Double.POSITIVE_INFINITY : maxSeconds));
  }

  private static void requireNumber(String option, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY))
      throw new InputException(
          "%s must be a number of at least 0, not %s".formatted(option, value));
  }

  /** An option that the optimiser does not have is refused: whoever gave it expects something of it. */
  public Optimizer optimizer() {
    if (learningRate != null && kind != Kind.GD && kind != Kind.ADAM)
      throw new InputException(
          "--learning-rate belongs to --optimizer gd and adam; %s finds its own step"
              .formatted(kind));
    if (momentum != null && kind != Kind.GD)
      throw new InputException(
          "--momentum belongs to --optimizer gd; %s does without".formatted(kind));
    if (nesterov && kind != Kind.GD)
      throw new InputException(
          "--nesterov belongs to --optimizer gd; %s does without".formatted(kind));
    if (nesterov && (momentum == null || momentum == 0))
      throw new InputException("--nesterov needs a momentum above 0, such as --momentum 0.9");
    if (learningRate != null && !(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY))
      throw new InputException("--learning-rate must be above 0, not " + learningRate);
    if (momentum != null && !(momentum >= 0 && momentum < 1))
      throw new InputException("--momentum must be at least 0 and below 1, not " + momentum);
    return Options.checked(() -> switch (kind) {
      case LBFGS -> Lbfgs.DEFAULT;
      case CG -> new ConjugateGradient();
      case ADAM -> new Adam(learningRate == null ? ADAM_RATE : learningRate);
      case GD ->
        new GradientDescent(
            learningRate == null ? GD_RATE : learningRate,
            momentum == null ? 0 : momentum,
            nesterov);
    });
  }

  /** Both as a run's files tell them. */
  public RunConfig.Training config(Optimizer optimizer, Limits limits) {
    GradientDescent descent = optimizer instanceof GradientDescent gd ? gd : null;
    Adam adam = optimizer instanceof Adam a ? a : null;
    Lbfgs lbfgs = optimizer instanceof Lbfgs l ? l : null;
    return new RunConfig.Training(
        kind.toString(),
        limits.iterations(),
        limits.tolerance(),
        limits.relativeDecrease(),
        Double.isInfinite(limits.seconds()) ? null : limits.seconds(),
        learningRate(optimizer).orElse(null),
        descent == null ? null : descent.momentum(),
        descent == null ? null : descent.nesterov(),
        adam == null ? null : adam.beta1(),
        adam == null ? null : adam.beta2(),
        adam == null ? null : adam.epsilon(),
        lbfgs == null ? null : lbfgs.history());
  }

  /** A smaller learning rate than one that diverged, as the user would write it; none where there is none to choose. */
  static Optional<String> smallerRate(Optimizer optimizer) {
    double usual = optimizer instanceof Adam ? ADAM_RATE : GD_RATE;
    return learningRate(optimizer)
        .map(rate -> rate > 10 * usual ? usual : rate / 10)
        .map(rate -> Double.toString(Double.parseDouble("%.3g".formatted(rate))));
  }

  static Optional<Double> learningRate(Optimizer optimizer) {
    if (optimizer instanceof GradientDescent descent) return Optional.of(descent.learningRate());
    if (optimizer instanceof Adam adam) return Optional.of(adam.learningRate());
    return Optional.empty();
  }
}
