package fovea.cli;

import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.kernels.ActivationFunction;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a model file from elsewhere does not: the activation functions of its layers. */
@OptionGroup.Of(OptionGroup.NETWORK)
final class StatedLayers {
  @Option(
      names = "--encoder",
      paramLabel = "FUNCTION",
      description =
          "Activation function of the hidden units, if the model is from elsewhere and does not say.")
  private @Nullable ActivationFunction encoder;

  @Option(
      names = "--decoder",
      paramLabel = "FUNCTION",
      description =
          "Activation function of the outputs, if the model is from elsewhere and does not say.")
  private @Nullable ActivationFunction decoder;

  /** Reads a model, and refuses options that contradict it. */
  StoredModel read(Path file) {
    StoredModel model =
        ModelFile.read(file, Optional.ofNullable(encoder), Optional.ofNullable(decoder));
    LayerOptions.requireSame(
        "--encoder", encoder, model.network().architecture().encoder(), file.toString());
    LayerOptions.requireSame(
        "--decoder", decoder, model.network().architecture().decoder(), file.toString());
    return model;
  }
}
