package fovea.cli;

import fovea.data.DataReader;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.data.Split;
import fovea.optimize.OptimizerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what to hold out, and how long to wait for a better model. */
final class ValidationOptions {
  private static final String PHOTOGRAPHS = "heldout";

  @Option(
      names = "--validation",
      paramLabel = "DATA|FRACTION",
      description = {
        "Examples not to train on. Their cost is measured after every iteration, the model where it is lowest is kept, and training",
        "ends when it falls no more (--patience).",
        "A fraction between 0 and 1 of the examples, a folder or file, or 'heldout': the held-out photographs of Fovea.",
        "Patches of one photograph overlap, so a fraction of them flatters the model; other photographs do not."
      })
  private @Nullable String validation;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = {
        "Stop when the held-out cost has not fallen below its lowest for N iterations",
        "(default: ${bundle:usual.patience})."
      })
  private @Nullable Integer patience;

  /** Holds out what another command's option says. */
  static ValidationOptions of(String validation) {
    ValidationOptions options = new ValidationOptions();
    options.validation = validation;
    return options;
  }

  /** What the user gave, if anything. */
  Optional<String> value() {
    return Optional.ofNullable(validation);
  }

  int patience(OptimizerKind optimizer) {
    return patience == null ? optimizer.patience() : patience;
  }

  /** Refuses what makes no sense, before any data is read. */
  void check() {
    if (patience != null && validation == null)
      throw new InputException(
          "--patience waits for the held-out cost to fall: add --validation to have one");
    if (patience != null && patience < 1)
      throw new InputException("--patience must be at least 1, not " + patience);
    if (validation != null && validation.isBlank())
      throw new InputException(
          "--validation is empty: give a fraction, heldout, a folder or a file");
    OptionalDouble number = number();
    boolean likeNumber = validation != null && validation.matches("[-+]?[0-9.,]+%?");
    if ((number.isPresent() || likeNumber)
        && !isFraction(number.orElse(Double.NaN))
        && !Files.exists(path()))
      throw new InputException(
          "--validation %s: a fraction lies between 0 and 1, such as 0.1; and there is no such file"
              .formatted(validation));
  }

  /** Cuts the examples in two if a fraction of them is to be held out. */
  Optional<Split> split(Examples examples, long seed) {
    OptionalDouble number = number();
    return number.isPresent() && isFraction(number.getAsDouble())
        ? Optional.of(Split.draw(examples, number.getAsDouble(), seed))
        : Optional.empty();
  }

  /** Refuses to cut data in two that stay on the disk. */
  void requireOwnData(String source) {
    OptionalDouble number = number();
    if (number.isPresent() && isFraction(number.getAsDouble()))
      throw new InputException(
          "--validation %s: %s stays on the disk and is not cut in two; name a file of held-out examples"
              .formatted(validation, source));
  }

  /** The held-out examples that do not come from the training data. */
  Optional<Examples> read(DataOptions options) {
    if (validation == null) return Optional.empty();
    return Optional.of(
        validation.equals(PHOTOGRAPHS)
            ? DataReader.heldoutPhotographs(options.readOptions())
            : DataReader.read(path(), options.readOptions()));
  }

  /** What a model sees of the held-out examples, when it is trained with this preprocessing. */
  float[] apply(Preprocessing fitted, DataOptions options, Examples heldOut) {
    Preprocessing preprocessing =
        Preprocessing.choose(options.choice(), Optional.of(fitted), heldOut);
    if (preprocessing.outputSize() != fitted.outputSize())
      throw new InputException(
          "--validation %s: an example has %d values, one of the training data has %d"
              .formatted(validation, preprocessing.outputSize(), fitted.outputSize()));
    return preprocessing.apply(heldOut);
  }

  private Path path() {
    return Path.of(validation == null ? "" : validation);
  }

  private static boolean isFraction(double number) {
    return number > 0 && number < 1;
  }

  private OptionalDouble number() {
    if (validation == null) return OptionalDouble.empty();
    try {
      return OptionalDouble.of(Double.parseDouble(validation));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
