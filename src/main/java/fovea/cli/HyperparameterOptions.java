package fovea.cli;

import fovea.data.InputException;
import fovea.kernels.ActivationFunction;
import fovea.model.Hyperparameters;
import fovea.model.Penalty;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what the cost is made of. */
@OptionGroup.Of(OptionGroup.SPARSITY)
public final class HyperparameterOptions {
  @Option(
      names = "--lambda",
      paramLabel = "L",
      description =
          "Weight decay (default: ${bundle:usual.lambda}; evaluate and check-gradient --model: the model's).")
  private @Nullable Double lambda;

  @Option(
      names = "--beta",
      paramLabel = "B",
      description = "Weight of the sparsity term (default: ${bundle:usual.beta}; "
          + "evaluate and check-gradient --model: the model's).")
  private @Nullable Double beta;

  @Option(
      names = "--rho",
      paramLabel = "R",
      description = "Mean activation that the sparsity term asks for (default: "
          + "${bundle:usual.rho}; evaluate and check-gradient --model: the model's).")
  private @Nullable Double rho;

  /** The hyperparameters, with what the user does not say taken from the usual ones. */
  public Hyperparameters over(Hyperparameters usual) {
    return Options.checked(() -> new Hyperparameters(
        lambda == null ? usual.lambda() : lambda,
        beta == null ? usual.beta() : beta,
        rho == null ? usual.rho() : rho));
  }

  /** Refuses {@code --rho} where the encoder has no use for it. */
  public void checkRho(ActivationFunction encoder) {
    if (rho != null && !Penalty.hasRho(encoder))
      throw new InputException(
          "--rho %s: a %s encoder's activations have no upper end, so its sparsity has no rho; leave --rho out"
              .formatted(rho, Options.lower(encoder)));
  }
}
