package fovea.cli;

import fovea.data.ColumnNames;
import fovea.data.ExampleSource;
import fovea.data.InputException;
import fovea.data.MissingValues;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.Preprocessing;
import fovea.data.ReadOptions;
import fovea.data.TablePreprocessing;
import fovea.data.TableScale;
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
      description = "Height and width of a patch (default: that of the model, if there is one, or "
          + ReadOptions.USUAL_PATCH_SIZE
          + ").")
  private @Nullable Integer patchSize;

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
              + " tables are used as they are, or as --scale says; full: the same, but tables are refused;"
              + " flattened: rows of a table, of S x S or 3 x S x S values, are taken for patches;"
              + " none: all values are used as they are (default: ${DEFAULT-VALUE}).")
  private PreprocessMode preprocess = PreprocessMode.AUTO;

  @Option(
      names = "--scale",
      paramLabel = "SCALE",
      defaultValue = "none",
      description =
          "Bring the columns of a table to one scale: standard, by mean and standard deviation; robust, by"
              + " median and quartiles; minmax, by the least and the largest value; with a sigmoid decoder into 0 to 1"
              + " (default: ${DEFAULT-VALUE}).")
  private TableScale scale = TableScale.NONE;

  @Option(
      names = "--missing",
      paramLabel = "WHAT",
      defaultValue = "refuse",
      description =
          "Where a table has no value (an empty field, NA, NaN): refuse it, or take the mean of its column in"
              + " training, which counts in no score and no column's error (default: ${DEFAULT-VALUE}).")
  private MissingValues missing = MissingValues.REFUSE;

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
            : OptionalDouble.of(epsilon == null ? Whitening.EPSILON : epsilon),
        scale,
        missing);
  }

  ReadOptions readOptions() {
    return new ReadOptions(
        dataset,
        patches,
        patchSize == null ? ReadOptions.USUAL_PATCH_SIZE : patchSize,
        seed,
        table.layout().withMissing(missing == MissingValues.MEAN),
        ColumnNames.NONE);
  }

  /**
   * For a model: with patches of its size, a table's columns in the order that it knows, and missing values if it takes
   * their means.
   */
  ReadOptions readOptions(StoredModel model) {
    boolean imputes = model
        .preprocessing()
        .flatMap(Preprocessing::table)
        .filter(TablePreprocessing::imputes)
        .isPresent();
    ReadOptions options = sized(model).withColumns(model.columns());
    return imputes ? options.withTable(options.table().withMissing(true)) : options;
  }

  /** With patches of the model's size unless another one is asked for. */
  private ReadOptions sized(StoredModel model) {
    Optional<PatchPreprocessing> patches = model.preprocessing().flatMap(Preprocessing::patches);
    return patchSize == null && patches.isPresent()
        ? readOptions().withPatchSize(patches.get().side())
        : readOptions();
  }

  /**
   * All of it, of these data or of the photographs that come with Fovea.
   *
   * @param model that training begins with
   */
  DataSettings settings(
      Optional<Path> data, double corrupt, boolean stream, Optional<StoredModel> model) {
    ReadOptions options = model.map(this::sized).orElseGet(this::readOptions);
    return new DataSettings(data, options, choice(), corrupt, stream);
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
    if (source instanceof ExampleSource.InMemory held)
      chosen.noteChanges(source.source(), held.examples());
    return chosen;
  }
}
