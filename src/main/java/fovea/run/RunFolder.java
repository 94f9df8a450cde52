package fovea.run;

import fovea.data.InputException;
import fovea.io.AtomicFile;
import fovea.io.ModelFile;
import fovea.io.OutputFolder;
import fovea.io.StoredModel;
import fovea.train.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder that a training run writes: model.safetensors, metrics.csv, config.json, report.html and figures/;
 * while it runs, and where it can go on, also checkpoints ({@link RunCheckpoints}).
 *
 * @param path exists, with its folder figures/, and can be written to
 */
public record RunFolder(Path path) {
  private static final String MODEL = "model.safetensors";
  private static final String CALIBRATION = "calibration.json";

  /** The files in {@link #figures}. */
  public static final List<String> FIGURES =
      List.of("patches.png", "reconstructions.png", "features.png", "cost.png");

  /** A new folder runs/date_time below the working directory. */
  public static RunFolder create() {
    Path runs = Path.of("runs");
    try {
      return create(OutputFolder.createDated(runs), false);
    } catch (IOException e) {
      throw OutputFolder.unwritable(runs, e);
    }
  }

  /**
   * The given folder, made if it is not there.
   *
   * @param overwrite whether it may hold an earlier run, or other files of the same names, which are then replaced
   * @throws InputException if it holds files that must not be replaced, or cannot be written to
   */
  public static RunFolder create(Path path, boolean overwrite) {
    RunFolder run = new RunFolder(path);
    OutputFolder.requireNoFile(path);
    OutputFolder.requireNoLink(run.figures());
    for (Path file : new Path[] {
      run.model(),
      run.metrics(),
      run.config(),
      run.report(),
      run.calibration(),
      run.checkpoint(),
      run.figure("features.png")
    })
      if (!overwrite && Files.exists(file))
        throw new InputException(
            "%s: is there already; name another folder with --out, or add --overwrite"
                .formatted(file));
    try {
      Files.createDirectories(run.figures());
      AtomicFile.requireWritable(path);
    } catch (IOException e) {
      throw OutputFolder.unwritable(path, e);
    }
    return run;
  }

  /** What a run on Spark writes, or Fovea adds to a run, but for figures; not all of them need be there. */
  public List<Path> files() {
    return List.of(
        previousCheckpoint(), checkpoint(), metrics(), model(), config(), report(), calibration());
  }

  /** Deletes what an earlier run left here, so that nobody takes it for this run's. */
  public void clear() throws IOException {
    RunCheckpoints.clear(this, false);
    for (Path file : new Path[] {config(), model(), metrics(), report(), calibration()})
      Files.deleteIfExists(file);
    for (String name : FIGURES) Files.deleteIfExists(figure(name));
  }

  /** Writes what training gives: the model and metrics.csv. */
  public void write(StoredModel model, List<Metrics> metrics) throws IOException {
    ModelFile.write(model(), model);
    MetricsCsv.write(metrics(), metrics);
  }

  public Path model() {
    return path.resolve(MODEL);
  }

  /**
   * Where the calibration of a model in a run folder is, whether or not it is there.
   *
   * @return empty if the model's file is not named like one of a run
   */
  public static Optional<Path> calibration(Path model) {
    return model.endsWith(MODEL)
        ? Optional.of(model.resolveSibling(CALIBRATION))
        : Optional.empty();
  }

  public Path metrics() {
    return path.resolve("metrics.csv");
  }

  public Path config() {
    return path.resolve("config.json");
  }

  public Path report() {
    return path.resolve("report.html");
  }

  /** What {@code anomaly --calibrate} writes. */
  public Path calibration() {
    return path.resolve(CALIBRATION);
  }

  /** The newest checkpoint. */
  public Path checkpoint() {
    return path.resolve("checkpoint");
  }

  /** The checkpoint before it. */
  public Path previousCheckpoint() {
    return path.resolve("checkpoint.previous");
  }

  public Path figures() {
    return path.resolve("figures");
  }

  private Path figure(String name) {
    return figures().resolve(name);
  }

  /** What the run is called: the name of its folder. */
  public String name() {
    return String.valueOf(path.toAbsolutePath().normalize().getFileName());
  }
}
