package fovea.cli;

import fovea.data.InputException;
import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.NetworkShape;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what the layers of a network do. */
@OptionGroup.Of(OptionGroup.NETWORK)
final class LayerOptions {
  private static final String LIST = ", | or ";

  @Option(
      names = "--encoder",
      paramLabel = "FUNCTION",
      completionCandidates = Encoders.class,
      description = {
        "Activation function of the hidden units: ${bundle:all.encoders} (default: sigmoid).",
        "With relu, sparsity is beta times the sum of the mean activations (L1), and there is no rho."
      })
  private @Nullable ActivationFunction encoder;

  @Option(
      names = "--decoder",
      paramLabel = "FUNCTION",
      completionCandidates = Decoders.class,
      description =
          "Activation function of the outputs: sigmoid, for data between 0 and 1, or linear, for any "
              + "(default: sigmoid).")
  private @Nullable ActivationFunction decoder;

  @Option(names = "--tied", description = "The decoder's weights are the encoder's, transposed.")
  private boolean tied;

  /** The functions that hidden units may have. */
  static final class Encoders implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(Architecture.encoders().split(LIST)).iterator();
    }
  }

  /** The functions that outputs may have. */
  static final class Decoders implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(Architecture.decoders().split(LIST)).iterator();
    }
  }

  /** Refuses what makes no sense, before any data is read. */
  void check() {
    Options.checked(() -> architecture(new NetworkShape(1, 1)));
  }

  Architecture architecture(NetworkShape shape) {
    return new Architecture(shape, encoder(), decoder(), tied);
  }

  ActivationFunction encoder() {
    return encoder == null ? ActivationFunction.SIGMOID : encoder;
  }

  ActivationFunction decoder() {
    return decoder == null ? ActivationFunction.SIGMOID : decoder;
  }

  /** Reads a model whose layers, if its file does not say what they do, are these. */
  StoredModel read(Path file) {
    return ModelFile.read(file, Optional.ofNullable(encoder), Optional.ofNullable(decoder));
  }

  /** Refuses options that contradict a model's network. */
  void requireSame(Architecture its, String from) {
    requireSame("--encoder", encoder, its.encoder(), from);
    requireSame("--decoder", decoder, its.decoder(), from);
    if (tied && !its.tied())
      throw new InputException(
          "--tied: the weights of the model of %s are not tied; leave --tied out".formatted(from));
  }

  static void requireSame(
      String option, @Nullable ActivationFunction given, ActivationFunction its, String from) {
    if (given != null && given != its)
      throw new InputException("%s %s: the model of %s has %s; leave %s out"
          .formatted(option, Options.lower(given), from, Options.lower(its), option));
  }
}
