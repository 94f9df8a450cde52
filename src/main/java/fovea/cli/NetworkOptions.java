package fovea.cli;

import fovea.data.InputException;
import fovea.io.StoredModel;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.NetworkShape;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what the network is. Where it starts from a model, they are the model's. */
public final class NetworkOptions {
  @Option(
      names = "--hidden",
      paramLabel = "H",
      description = "Hidden units (default: " + NetworkShape.USUAL_HIDDEN + ").")
  private @Nullable Integer hidden;

  @Mixin
  private LayerOptions layers = new LayerOptions();

  /** Refuses what makes no sense, before any data is read. */
  public void check() {
    layers.check();
  }

  /**
   * The network for examples of so many values, from nothing or from a model.
   *
   * @param from the option that names the model, and the model's file
   * @throws InputException if an option contradicts the model, or the sizes do not fit
   */
  public Architecture network(int inputs, String source, Optional<StoredModel> model, String from) {
    if (model.isEmpty())
      return Options.checked(() -> layers.architecture(
          new NetworkShape(inputs, hidden == null ? NetworkShape.USUAL_HIDDEN : hidden)));
    Architecture its = requireSame(model.get(), from);
    if (inputs != its.shape().inputs())
      throw new InputException("%s: the model takes %d values an example, those of %s have %d"
          .formatted(from, its.shape().inputs(), source, inputs));
    return its;
  }

  /** The decoder of {@link #network}, which says what the data may be. */
  public ActivationFunction decoder(Optional<StoredModel> model, String from) {
    return model.map(m -> requireSame(m, from).decoder()).orElseGet(layers::decoder);
  }

  /** The encoder of {@link #network}. */
  public ActivationFunction encoder(Optional<StoredModel> model, String from) {
    return model.map(m -> requireSame(m, from).encoder()).orElseGet(layers::encoder);
  }

  private Architecture requireSame(StoredModel model, String from) {
    Architecture its = model.network().architecture();
    int units = its.shape().hidden();
    if (hidden != null && hidden != units)
      throw new InputException(
          "--hidden %d: the model of %s has %d hidden units; leave --hidden out"
              .formatted(hidden, from, units));
    layers.requireSame(its, from);
    return its;
  }
}
