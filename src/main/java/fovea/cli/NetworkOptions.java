package fovea.cli;

import fovea.data.InputException;
import fovea.io.StoredModel;
import fovea.model.Architecture;
import fovea.model.NetworkShape;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what the network is. Where it starts from a model, they are the model's. */
@OptionGroup.Of(OptionGroup.NETWORK)
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
   * The layers and hidden units, from nothing or from a model. The inputs are the model's; without one the data bring
   * them.
   *
   * @param from the option that names the model, and the model's file
   * @throws InputException if an option contradicts the model, or there are no hidden units
   */
  public Architecture network(Optional<StoredModel> model, String from) {
    return model
        .map(m -> requireSame(m, from))
        .orElseGet(() -> Options.checked(() -> layers.architecture(
            new NetworkShape(1, hidden == null ? NetworkShape.USUAL_HIDDEN : hidden))));
  }

  /** Reads the model to start from, whose file need not say what its layers do. */
  public StoredModel read(Path file) {
    return layers.read(file);
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
