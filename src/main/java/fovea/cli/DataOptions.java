package fovea.cli;

import fovea.data.DataReader;
import fovea.data.ExampleSource;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.Preprocessing;
import fovea.data.ReadOptions;
import fovea.data.Whitening;
import fovea.io.StoredModel;
import fovea.kernels.ActivationFunction;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what to read and what to do with it first. */
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

  @Option(
      names = "--preprocess",
      paramLabel = "MODE",
      defaultValue = "auto",
      description =
          "auto: images and patches go through luminance, mean removal, clipping and scaling to [0.1, 0.9],"
              + " tables are used as they are; full: everything goes through; none: nothing does"
              + " (default: ${DEFAULT-VALUE}).")
  private PreprocessMode preprocess = PreprocessMode.AUTO;

  @Option(
      names = "--colour",
      paramLabel = "COLOUR",
      defaultValue = "luminance",
      description =
          "What preprocessing keeps of patches: luminance, one value a pixel, or rgb, three (default: ${DEFAULT-VALUE}).")
  private PatchColour colour = PatchColour.LUMINANCE;

  @Option(
      names = "--whiten",
      paramLabel = "METHOD",
      defaultValue = "none",
      description =
          "none, or zca: values are decorrelated; patches are not clipped then; needs --decoder linear (default: ${DEFAULT-VALUE}).")
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

  PreprocessMode preprocess() {
    return preprocess;
  }

  PatchColour colour() {
    return colour;
  }

  Method whiten() {
    return whiten;
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

  /**
   * What is done to the data that a network with this decoder is to reproduce.
   *
   * @throws InputException if it cannot
   */
  PreprocessChoice choice(ActivationFunction decoder) {
    PreprocessChoice choice = choice();
    if (choice.whitening().isPresent() && decoder.isWithinUnitInterval())
      throw new InputException(
          "--whiten zca: whitened values lie on both sides of 0, and a sigmoid decoder only gives 0 to 1; it needs --decoder linear");
    return choice;
  }

  ReadOptions readOptions() {
    return new ReadOptions(dataset, patches, patchSize, seed);
  }

  /**
   * What examples go through before a model sees them.
   *
   * @throws InputException if the model does not take that many values
   */
  Preprocessing choose(StoredModel model, ExampleSource source) {
    Preprocessing chosen = source.choose(choice(), model.preprocessing());
    int d = model.network().shape().inputs();
    if (chosen.outputSize() != d)
      throw new InputException(
          "%s: the model takes %d values an example, these have %d (--preprocess %s)"
              .formatted(source.source(), d, chosen.outputSize(), Options.lower(preprocess)));
    return chosen;
  }

  /** The data, or the photographs that the program carries when there is none. */
  Examples read(@Nullable Path data, boolean heldOut) {
    if (data != null && data.toString().isBlank())
      throw new InputException("DATA is an empty name; leave it out for the photographs of Fovea");
    if (data != null) return DataReader.read(data, readOptions());
    return heldOut
        ? DataReader.heldoutPhotographs(readOptions())
        : DataReader.trainPhotographs(readOptions());
  }
}
