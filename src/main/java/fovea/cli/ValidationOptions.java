package fovea.cli;

import fovea.data.InputException;
import fovea.optimize.OptimizerKind;
import fovea.run.ValidationSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what to hold out, and how long to wait for a better model. */
@OptionGroup.Of(OptionGroup.DATA)
final class ValidationOptions {
  @Option(
      names = "--validation",
      paramLabel = "DATA|FRACTION",
      description = {
        "Examples not to train on. Their cost is measured after every iteration, "
            + "the model where it is lowest is kept, and training",
        "ends when it falls no more (--patience).",
        "A fraction between 0 and 1 of the examples, a folder or file, or "
            + "'heldout': the held-out photographs of Fovea.",
        "Patches of one photograph overlap, so a fraction of them flatters the model; other photographs do not."
      })
  private @Nullable String validation;

  @OptionGroup.Of(OptionGroup.STOPPING)
  @Option(
      names = "--patience",
      paramLabel = "N",
      description = {
        "Stop when the held-out cost has not fallen below its lowest for N iterations",
        "(default: ${bundle:usual.patience})."
      })
  private @Nullable Integer patience;

  /**
   * What the user gave, if anything.
   *
   * @throws InputException if it makes no sense
   */
  Optional<ValidationSettings> settings(OptimizerKind optimizer) {
    if (patience != null && validation == null)
      throw new InputException(
          "--patience waits for the held-out cost to fall: add --validation to have one");
    return Optional.ofNullable(validation)
        .map(value ->
            new ValidationSettings(value, patience == null ? optimizer.patience() : patience));
  }
}
