package fovea.cli;

import fovea.data.InputException;
import fovea.io.AnomalyScore;
import fovea.io.Calibration;
import fovea.io.StoredModel;
import fovea.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which errors are usual, and what follows. */
@OptionGroup.Of(OptionGroup.CALIBRATION)
final class CalibrationOptions {
  private static final String HELD_OUT = "held-out";
  private static final String NONE = "none";
  private static final double USUAL_QUANTILE = 0.99;

  @Option(
      names = "--calibrate",
      paramLabel = "DATA|held-out",
      description =
          "Measure which errors are usual, on these examples or on those that the run held out, instead of "
              + "looking for anomalies; writes calibration.json beside the model, or --out.")
  private @Nullable Path calibrate;

  @Option(
      names = "--quantile",
      paramLabel = "Q",
      description =
          "The part of ordinary examples that the threshold is to let pass, with --calibrate (default: "
              + USUAL_QUANTILE + ").")
  private @Nullable Double quantile;

  @Option(
      names = "--training-data",
      paramLabel = "DATA",
      description = "Where the training data are now, with --calibrate held-out "
          + "(default: where they were in training).")
  private @Nullable Path trainingData;

  @Option(
      names = "--calibration",
      paramLabel = "FILE|none",
      description =
          "The calibration to go by (default: the calibration.json beside the model, if there is one).")
  private @Nullable Path calibration;

  @Option(
      names = "--score",
      paramLabel = "SCORE",
      defaultValue = "mse",
      description =
          "mse, the mean squared error, or standardised: the mean of the squared errors, each divided by "
              + "its column's usual one, which a calibration tells (default: ${DEFAULT-VALUE}).")
  private AnomalyScore score = AnomalyScore.MSE;

  /** What to calibrate on; empty if the command is to look for anomalies. */
  Optional<Path> calibrate() {
    return Optional.ofNullable(calibrate);
  }

  /** Whether that is what the run held out. */
  boolean onHeldOut() {
    return calibrate != null && calibrate.toString().equals(HELD_OUT);
  }

  double quantile() {
    return quantile == null ? USUAL_QUANTILE : quantile;
  }

  @Nullable
  Path trainingData() {
    return trainingData;
  }

  AnomalyScore score() {
    return score;
  }

  /** Refuses options that go together with others only. */
  void check() {
    if (calibrate == null && quantile != null)
      throw new InputException(
          "--quantile goes with --calibrate, which sets the threshold; add it");
    if (trainingData != null && !onHeldOut())
      throw new InputException("--training-data goes with --calibrate held-out; leave it out");
    if (calibrate != null && calibration != null)
      throw new InputException(
          "--calibration names a calibration to go by, and --calibrate makes one; leave one out");
    if (calibrate != null && score != AnomalyScore.MSE)
      throw new InputException(
          "--score is chosen when a calibration is used, which is for all of them; leave it out");
    if (calibrate != null) Calibration.requireQuantile(quantile());
  }

  /**
   * The calibration to go by, if there is one.
   *
   * @throws InputException if it cannot be used, or there is none and the score needs one
   */
  Optional<Calibration> find(Path file, StoredModel model) {
    Optional<Path> beside = RunFolder.calibration(file).filter(Files::exists);
    Optional<Path> found = calibration == null
        ? beside
        : Optional.of(calibration).filter(path -> !path.toString().equals(NONE));
    if (found.isEmpty() && score == AnomalyScore.STANDARDISED)
      throw new InputException(
          "--score standardised divides by the errors of a calibration, and there is none; "
              + "make one with: anomaly MODEL --calibrate DATA");
    return found.map(path -> Calibration.read(path, file, model.network().architecture()));
  }
}
