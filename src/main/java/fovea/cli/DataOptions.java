package fovea.cli;

import fovea.data.ColumnNames;
import fovea.data.ExampleSource;
import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.Preprocessing;
import fovea.data.ReadOptions;
import fovea.data.Whitening;
import fovea.io.StoredModel;
import fovea.run.DataSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what to read and what to do with it first. */
@OptionGroup.Of(OptionGroup.DATA)
final class DataOptions {
  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description =
          "Name of the array in a file of several (default: ${DEFAULT-VALUE}, or the only one).")
  private String dataset = ReadOptions.USUAL_DATASET;

  @Option(
      names = "--patches",
      paramLabel = "N",
      description = "Patches to cut out of images, at random (default: ${DEFAULT-VALUE}).")
  private int patches = ReadOptions.USUAL_PATCHES;

  @Option(
      names = "--patch-size",
      paramLabel = "PIXELS",
      description = "Height and width of a patch (default: ${DEFAULT-VALUE}).")
  private int patchSize = ReadOptions.USUAL_PATCH_SIZE;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Seed of all random choices; the same seed gives the same bits (default: ${DEFAULT-VALUE}).")
  private long seed = ReadOptions.USUAL_SEED;

  @Mixin
  private TableOptions table = new TableOptions();

  @Option(
      names = "--preprocess",
      paramLabel = "MODE",
      defaultValue = "auto",
      description =
          "auto: images and patches go through luminance, mean removal, clipping and scaling to [0.1, 0.9],"
              + " tables are used as they are; full: the same, but tables are refused; flattened: rows of a table,"
              + " of S x S or 3 x S x S values, are taken for patches; none: all values are used as they are"
              + " (default: ${DEFAULT-VALUE}).")
  private PreprocessMode preprocess = PreprocessMode.AUTO;

  @Option(
      names = "--colour",
      paramLabel = "COLOUR",
      defaultValue = "luminance",
      description = "What preprocessing keeps of patches: luminance, one value a "
          + "pixel, or rgb, three (default: ${DEFAULT-VALUE}).")
  private PatchColour colour = PatchColour.LUMINANCE;

  @Option(
      names = "--whiten",
      paramLabel = "METHOD",
      defaultValue = "none",
      description = "none, or zca: values are decorrelated; patches are not clipped then; "
          + "needs --decoder linear (default: ${DEFAULT-VALUE}).")
  private Method whiten = Method.NONE;

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      description = "Added to the variances that whitening divides by (default: "
          + Whitening.EPSILON
          + ", which suits pixels between 0 and 1).")
  private @Nullable Double epsilon;

  /** How values are decorrelated. */
  enum Method {
    NONE,
    ZCA
  }

  long seed() {
    return seed;
  }

  /** What is done to the data. */
  PreprocessChoice choice() {
    if (whiten == Method.NONE && epsilon != null)
      throw new InputException(
          "--epsilon %s: is for --whiten zca; add it, or leave --epsilon out".formatted(epsilon));
    return new PreprocessChoice(
        preprocess,
        colour,
        whiten == Method.NONE
            ? OptionalDouble.empty()
            : OptionalDouble.of(epsilon == null ? Whitening.EPSILON : epsilon));
  }

  ReadOptions readOptions() {
    return new ReadOptions(dataset, patches, patchSize, seed, table.layout(), ColumnNames.NONE);
  }

  /** The same for a model: with a table's columns in the order that it knows. */
  ReadOptions readOptions(StoredModel model) {
    return readOptions().withColumns(model.columns());
  }

  /** All of it, of these data or of the photographs that come with Fovea. */
  DataSettings settings(Optional<Path> data, double corrupt, boolean stream) {
    return new DataSettings(data, readOptions(), choice(), corrupt, stream);
  }

  /**
   * What examples go through before a model sees them.
   *
   * @throws InputException if the model does not take that many values
   */
  Preprocessing choose(StoredModel model, ExampleSource source) {
    Preprocessing chosen = source.choose(choice(), model.preprocessing());
    int d = model.network().shape().inputs();
    int given = chosen instanceof Preprocessing.None ? source.shape().size() : chosen.outputSize();
    if (given != d)
      throw new InputException(
          "%s: the model takes %d values an example, these have %d (--preprocess %s)"
              .formatted(source.source(), d, given, Options.lower(preprocess)));
    return chosen;
  }
}
