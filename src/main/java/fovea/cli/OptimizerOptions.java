package fovea.cli;

import fovea.data.InputException;
import fovea.train.GradientDescent;
import fovea.train.Lbfgs;
import fovea.train.Limits;
import fovea.train.Optimizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how to minimise the cost. */
final class OptimizerOptions {
  private static final double LEARNING_RATE = 0.5;

  /** The optimisers by the name that the user gives them, with the iterations that they usually need. */
  enum Kind {
    LBFGS(300),
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

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      defaultValue = "lbfgs",
      description = "lbfgs: limited-memory BFGS; gd: gradient descent (default: ${DEFAULT-VALUE}).")
  private Kind kind = Kind.LBFGS;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Iterations at most (default: 300 for lbfgs, 1000 for gd).")
  private @Nullable Integer iterations;

  @Option(names = "--learning-rate", paramLabel = "R", description = "Step of gd (default: 0.5).")
  private @Nullable Double learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "Momentum of gd, at least 0 and below 1 (default: 0).")
  private @Nullable Double momentum;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      defaultValue = "1e-5",
      description = "Stop when the gradient's 2-norm is this small (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  Kind kind() {
    return kind;
  }

  Limits limits() {
    return Options.checked(
        () -> new Limits(iterations == null ? kind.iterations : iterations, tolerance));
  }

  Optimizer optimizer() {
    if (kind == Kind.LBFGS) {
      if (learningRate != null || momentum != null)
        throw new InputException(
            "--learning-rate and --momentum belong to --optimizer gd; lbfgs finds its own step");
      return Lbfgs.DEFAULT;
    }
    return Options.checked(() -> new GradientDescent(
        learningRate == null ? LEARNING_RATE : learningRate, momentum == null ? 0 : momentum));
  }
}
