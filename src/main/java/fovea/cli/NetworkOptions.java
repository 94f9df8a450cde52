package fovea.cli;

import fovea.data.InputException;
import fovea.io.StoredModel;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.NetworkShape;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what the network is. Where it starts from a model, they are the model's. */
final class NetworkOptions {
  private static final int HIDDEN = 64;

  @Option(names = "--hidden", paramLabel = "H", description = "Hidden units (default: 64).")
  private @Nullable Integer hidden;

  @Option(
      names = "--encoder",
      paramLabel = "FUNCTION",
      description = {
        "Activation function of the hidden units: sigmoid, tanh or relu (default: sigmoid).",
        "With relu, sparsity is beta times the sum of the mean activations (L1), and there is no rho."
      })
  private @Nullable ActivationFunction encoder;

  @Option(
      names = "--decoder",
      paramLabel = "FUNCTION",
      description =
          "Of the outputs: sigmoid, for data between 0 and 1, or linear, for any (default: sigmoid).")
  private @Nullable ActivationFunction decoder;

  @Option(names = "--tied", description = "The decoder's weights are the encoder's, transposed.")
  private boolean tied;

  /** Refuses what makes no sense, before any data is read. */
  void check() {
    Options.checked(() -> architecture(new NetworkShape(1, 1)));
  }

  private Architecture architecture(NetworkShape shape) {
    return new Architecture(
        shape,
        encoder == null ? ActivationFunction.SIGMOID : encoder,
        decoder == null ? ActivationFunction.SIGMOID : decoder,
        tied);
  }

  /**
   * The network for examples of so many values, from nothing or from a model.
   *
   * @param from the option that names the model, and the model's file
   * @throws InputException if an option contradicts the model, or the sizes do not fit
   */
  Architecture network(int inputs, String source, Optional<StoredModel> model, String from) {
    if (model.isEmpty())
      return Options.checked(
          () -> architecture(new NetworkShape(inputs, hidden == null ? HIDDEN : hidden)));
    Architecture its = requireSame(model.get(), from);
    if (inputs != its.shape().inputs())
      throw new InputException("%s: the model takes %d values an example, those of %s have %d"
          .formatted(from, its.shape().inputs(), source, inputs));
    return its;
  }

  /** The decoder of {@link #network}, which says what the data may be. */
  ActivationFunction decoder(Optional<StoredModel> model, String from) {
    return model
        .map(m -> requireSame(m, from).decoder())
        .orElse(decoder == null ? ActivationFunction.SIGMOID : decoder);
  }

  /** The encoder of {@link #network}. */
  ActivationFunction encoder(Optional<StoredModel> model, String from) {
    return model
        .map(m -> requireSame(m, from).encoder())
        .orElse(encoder == null ? ActivationFunction.SIGMOID : encoder);
  }

  private Architecture requireSame(StoredModel model, String from) {
    Architecture its = model.network().architecture();
    int units = its.shape().hidden();
    if (hidden != null && hidden != units)
      throw new InputException(
          "--hidden %d: the model of %s has %d hidden units; leave --hidden out"
              .formatted(hidden, from, units));
    requireSame("--encoder", encoder, its.encoder(), from);
    requireSame("--decoder", decoder, its.decoder(), from);
    if (tied && !its.tied())
      throw new InputException(
          "--tied: the weights of the model of %s are not tied; leave --tied out".formatted(from));
    return its;
  }

  private static void requireSame(
      String option, @Nullable ActivationFunction given, ActivationFunction its, String from) {
    if (given != null && given != its)
      throw new InputException("%s %s: the model of %s has %s; leave %s out"
          .formatted(option, Options.lower(given), from, Options.lower(its), option));
  }
}
