package fovea.cli;

import fovea.data.ExampleSource;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.data.Printable;
import fovea.io.AnomalyScore;
import fovea.io.Calibration;
import fovea.io.Calibrator;
import fovea.io.Fingerprint;
import fovea.io.JsonFile;
import fovea.io.ModelSteps;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.run.RunConfig;
import fovea.run.RunFolder;
import fovea.run.RunSettings;
import fovea.run.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code anomaly --calibrate}: measures which errors are usual, and writes the file. */
final class AnomalyCalibration {
  private final Path file;
  private final StoredModel model;
  private final CalibrationOptions options;
  private final RowOptions rows;

  /** @param file of the model */
  AnomalyCalibration(Path file, StoredModel model, CalibrationOptions options, RowOptions rows) {
    this.file = file;
    this.model = model;
    this.options = options;
    this.rows = rows;
  }

  /** The JSON that {@code --json} prints. */
  private record Report(
      String source, int n, double quantile, float mse, float standardised, String file) {}

  /** Refuses a file that cannot be written. */
  static Path require(Path model, @Nullable Path given, RowOptions rows, Optional<Path> calibrate)
      throws IOException {
    Path out = Optional.ofNullable(given)
        .or(() -> RunFolder.calibration(model))
        .orElseThrow(() -> new InputException(
            "%s: is not in a run folder; say with --out FILE.json where to write its calibration"
                .formatted(model)));
    if (!out.toString().endsWith(".json"))
      throw new InputException(
          "--out %s: a calibration is a JSON file; give a name that ends in .json".formatted(out));
    Path[] inputs = calibrate.map(data -> new Path[] {model, data}).orElse(new Path[] {model});
    OutputFiles.require("--out", out, rows.overwrite(), inputs);
    return out;
  }

  /** Calibrates on a file or folder. */
  void on(Path data, DataOptions dataOptions, int threads, Path out, boolean json)
      throws IOException {
    try (ExampleSource source = ExampleSource.open(data, dataOptions.readOptions(model))) {
      run(source, dataOptions.choose(model, source), threads, out, json);
    }
  }

  /** Calibrates on what the run held out. */
  void onHeldOut(int threads, Path out, boolean json) throws IOException {
    RunFolder folder = new RunFolder(file.resolveSibling(""));
    if (!Files.exists(folder.config()))
      throw new InputException(
          ("%s: is not in a run folder, so nothing is known of held-out examples; "
                  + "name a file of examples in place of held-out")
              .formatted(file));
    RunConfig config = RunConfig.read(folder.config());
    RunSettings settings = config.settings(folder.config());
    try (TrainingData given = RunData.read(
        folder.path(), settings, model, options.trainingData(), "with --training-data")) {
      requireSame(config, given);
      Examples heldOut = given
          .unseen()
          .map(TrainingData.HeldOut::examples)
          .orElseThrow(() ->
              new InputException(("%s: the run held no examples out; train with --validation 0.2, "
                      + "or name a file of examples in place of held-out")
                  .formatted(file)));
      ExampleSource source = new ExampleSource.InMemory(heldOut);
      Preprocessing preprocessing =
          source.choose(settings.data().preprocess(), Optional.of(given.preprocessing()));
      run(source, preprocessing, threads, out, json);
    }
  }

  /** Data that have grown would be cut in two in another way: some of the held-out would have been trained on. */
  private void requireSame(RunConfig config, TrainingData given) {
    if (given.count() != config.data().examples())
      throw new InputException(
          ("%s: has %,d examples to train on, and the run had %,d, so others are held out now; "
                  + "bring the data back as they were, or name a file of examples in place of held-out")
              .formatted(given.source(), given.count(), config.data().examples()));
  }

  private void run(
      ExampleSource source, Preprocessing preprocessing, int threads, Path out, boolean json)
      throws IOException {
    Autoencoder network = model.network();
    Calibration calibration;
    try (Team team = new Team(threads);
        RowProgress progress = new RowProgress(2 * source.count(), rows.quiet())) {
      calibration = new Calibrator(
              source,
              ModelSteps.errors(source, preprocessing, network, true),
              network.architecture(),
              team,
              progress::add)
          .run(Fingerprint.ofFile(file), options.quantile());
    }
    calibration.write(out);
    if (!rows.quiet())
      OutputFiles.tell(
          out, "the errors of %s".formatted(Options.count(calibration.examples(), "example")));
    print(calibration, out, json);
  }

  private static void print(Calibration calibration, Path out, boolean json) {
    if (json) {
      System.out.println(JsonFile.printable(new Report(
          calibration.source(),
          calibration.examples(),
          calibration.quantile(),
          calibration.mse().threshold(),
          calibration.standardised().threshold(),
          out.toString())));
      return;
    }
    System.out.printf(
        "%s from %s%nthreshold at quantile %s:%n",
        Options.count(calibration.examples(), "example"),
        Printable.line(calibration.source()),
        calibration.quantile());
    for (AnomalyScore score : AnomalyScore.values())
      System.out.printf("%s  %s%n", score.title(), calibration.of(score).threshold());
  }
}
