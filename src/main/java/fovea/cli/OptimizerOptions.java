package fovea.cli;

import fovea.data.InputException;
import fovea.io.RunConfig;
import fovea.train.Adam;
import fovea.train.ConjugateGradient;
import fovea.train.GradientDescent;
import fovea.train.Lbfgs;
import fovea.train.Limits;
import fovea.train.Optimizer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how to minimise the cost. */
final class OptimizerOptions {
  /** The optimisers by the name that the user gives them, with the iterations that they usually need. */
  enum Kind {
    LBFGS(300),
    CG(500),
    ADAM(1000),
    GD(1000);

    private final int iterations;

    Kind(int iterations) {
      this.iterations = iterations;
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

  Limits limits() {
    return Options.checked(() -> new Limits(
        iterations == null ? kind.iterations : iterations,
        tolerance,
        relativeDecrease,
        maxSeconds == null ? Double.POSITIVE_INFINITY : maxSeconds));
  }

  /** An option that the optimiser does not have is refused: whoever gave it expects something of it. */
  Optimizer optimizer() {
    if (learningRate != null && kind != Kind.GD && kind != Kind.ADAM)
      throw new InputException(
          "--learning-rate belongs to --optimizer gd and adam; %s finds its own step"
              .formatted(kind));
    if (momentum != null && kind != Kind.GD)
      throw new InputException(
          "--momentum belongs to --optimizer gd; %s does without".formatted(kind));
    if (nesterov && (momentum == null || momentum == 0))
      throw new InputException(
          "--nesterov is a kind of momentum of --optimizer gd: add --momentum, such as --momentum 0.9");
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
  RunConfig.Training config(Optimizer optimizer, Limits limits) {
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

  static Optional<Double> learningRate(Optimizer optimizer) {
    if (optimizer instanceof GradientDescent descent) return Optional.of(descent.learningRate());
    if (optimizer instanceof Adam adam) return Optional.of(adam.learningRate());
    return Optional.empty();
  }
}
