package fovea.run;

import fovea.data.InputException;
import fovea.data.Problems;
import fovea.io.FolderLock;
import fovea.io.JsonFile;
import fovea.io.StoredModel;
import fovea.train.Checkpoint;
import fovea.train.MetricsListener;
import fovea.train.TrainingHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Conducts a training that a folder keeps: {@link #start}, {@link #train}, {@link #save}. */
public final class TrainingRun {
  private final RunFolder folder;
  private final FolderLock lock;
  private final PreparedTraining training;
  private final RunConfig config;
  private final Map<String, String> settings;
  private final Optional<Checkpoint> from;
  private final Consumer<String> warn;
  private boolean checkpointFailed;

  private TrainingRun(
      OpenRun run,
      PreparedTraining training,
      RunConfig config,
      Map<String, String> settings,
      Optional<Checkpoint> from,
      Consumer<String> warn) {
    folder = run.folder();
    lock = run.lock();
    this.training = training;
    this.config = config;
    this.settings = settings;
    this.from = from;
    this.warn = warn;
  }

  /**
   * What a training leaves.
   *
   * @param folder where it is
   * @param elsewhere whether that is not the run's own folder, which could not be written to
   */
  public record Saved(
      RunFolder folder,
      boolean elsewhere,
      StoredModel model,
      TrainingHistory history,
      RunConfig config) {}

  /**
   * Makes the folder ready, with its config.json: clears it for a new run, finds the checkpoint of one that goes on.
   *
   * @param config as the run begins, of the Fovea that runs it
   * @param data what tells whether data are the same, by name
   * @param warn is told what the user should know, a line at a time
   * @throws InputException if the checkpoint does not belong to this training, or is damaged
   */
  public static TrainingRun start(
      OpenRun run,
      PreparedTraining training,
      RunConfig config,
      Map<String, String> data,
      Consumer<String> warn)
      throws IOException {
    RunFolder folder = run.folder();
    Map<String, String> settings = Resumption.settings(config, training, data);
    Optional<Checkpoint> from = Optional.empty();
    if (run.earlier().isPresent())
      from = Resumption.checkpoint(folder, config.version(), settings, warn);
    else folder.clear();
    JsonFile.write(folder.config(), config);
    return new TrainingRun(run, training, config, settings, from, warn);
  }

  /** The iteration that the run goes on from, if it has a checkpoint. */
  public Optional<Integer> from() {
    return from.map(Checkpoint::iteration);
  }

  /**
   * Trains, and leaves checkpoints. A folder that is moved meanwhile ends it: with its last checkpoint a run can go on
   * from where it is now.
   *
   * @throws UncheckedIOException if the folder has been moved
   * @throws InputException if the checkpoint is not one of this training
   */
  public TrainingHistory train(RunCheckpoints.Interval interval, MetricsListener listener) {
    RunCheckpoints checkpoints = new RunCheckpoints(
        folder,
        config.version(),
        settings,
        interval,
        from().orElse(0),
        System::nanoTime,
        this::noCheckpoint);
    try {
      return training.run(from, inPlace(listener), checkpoints);
    } catch (InputException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      // A checkpoint with a right checksum that Fovea did not write.
      if (from.isEmpty()) throw e;
      throw new InputException("--resume: the checkpoint cannot be used: " + e.getMessage(), e);
    }
  }

  private MetricsListener inPlace(MetricsListener listener) {
    return (metrics, at) -> {
      try {
        requireInPlace();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return listener.accept(metrics, at);
    };
  }

  private void requireInPlace() throws IOException {
    try {
      lock.requireInPlace();
    } catch (FileSystemException e) {
      throw new FileSystemException(
          String.valueOf(e.getFile()),
          null,
          e.getReason() + "; go on with 'train --resume' and its new name");
    }
  }

  /** Said once: training goes on. */
  private void noCheckpoint(IOException e) {
    if (checkpointFailed) return;
    checkpointFailed = true;
    warn.accept("warning: no checkpoint could be written (%s); training goes on"
        .formatted(Problems.text(e)));
  }

  /**
   * Writes model, metrics.csv and how it ended, in another place if the folder cannot be written to any more, and takes
   * away the checkpoints that nobody can go on from.
   *
   * @throws IOException if there is no other place either
   */
  public Saved save(TrainingHistory history) throws IOException {
    requireInPlace();
    StoredModel model = training.model();
    RunConfig ended = config.ended(RunConfig.Result.of(history));
    RunFolder saved = SafePlace.save(folder, warn, place -> {
      place.write(model, history.metrics());
      JsonFile.write(place.config(), ended);
    });
    boolean elsewhere = !saved.equals(folder);
    if (!elsewhere) RunCheckpoints.clear(folder, canGoOn(history));
    return new Saved(saved, elsewhere, model, history, ended);
  }

  /** Whether more iterations, or more time, would let it go on. */
  private static boolean canGoOn(TrainingHistory history) {
    return switch (history.outcome()) {
      case ITERATIONS, SECONDS, STOPPED -> true;
      default -> false;
    };
  }
}
