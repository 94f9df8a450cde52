package fovea.run;

import fovea.data.InputException;
import fovea.data.Problems;
import fovea.io.AtomicFile;
import fovea.train.Checkpoint;
import fovea.train.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The checkpoints that a run leaves in its folder, each with a metrics.csv up to there. The one before the newest is
 * kept, should the newest be damaged.
 */
public final class RunCheckpoints implements Checkpoints {
  private static final double SECONDS = 60;

  /** Checkpoints that nobody asked for take no more than this part of the time. */
  private static final double PART = 0.01;

  private final RunFolder run;
  private final String version;
  private final Map<String, String> settings;
  private final Interval interval;
  private final LongSupplier clock;
  private final Consumer<IOException> failure;
  private int lastIteration;
  private long lastTime;
  private double lastCost;

  /**
   * How often.
   *
   * @param iterations after so many, or 60 seconds; 0: never
   * @param thrifty whether to wait longer where checkpoints would take more than 1 % of the time
   */
  public record Interval(int iterations, boolean thrifty) {}

  /** What was found in a folder. */
  public record Found(CheckpointFile.Content content, Optional<String> warning) {}

  /**
   * Counts from now.
   *
   * @param iteration where the run begins
   * @param clock nanoseconds since anything
   * @param failure told of every checkpoint that could not be written
   */
  public RunCheckpoints(
      RunFolder run,
      String version,
      Map<String, String> settings,
      Interval interval,
      int iteration,
      LongSupplier clock,
      Consumer<IOException> failure) {
    this.run = run;
    this.version = version;
    this.settings = settings;
    this.interval = interval;
    this.clock = clock;
    this.failure = failure;
    lastIteration = iteration;
    lastTime = clock.getAsLong();
  }

  @Override
  public boolean wants(int iteration, boolean last) {
    if (interval.iterations == 0) return false;
    double seconds = (clock.getAsLong() - lastTime) / 1e9;
    if (last) return true;
    if (interval.thrifty && lastCost > PART * seconds) return false;
    return iteration - lastIteration >= interval.iterations || seconds >= SECONDS;
  }

  @Override
  public void take(Checkpoint checkpoint) {
    long began = clock.getAsLong();
    try {
      keepPrevious();
      CheckpointFile.write(
          run.checkpoint(), new CheckpointFile.Content(version, settings, checkpoint));
      MetricsCsv.write(run.metrics(), checkpoint.metrics());
    } catch (IOException e) {
      failure.accept(e);
    }
    lastTime = clock.getAsLong();
    lastCost = (lastTime - began) / 1e9;
    lastIteration = checkpoint.iteration();
  }

  /** A second name for the newest, which stays in its place until another is complete. */
  private void keepPrevious() throws IOException {
    if (!Files.exists(run.checkpoint())) return;
    Files.deleteIfExists(run.previousCheckpoint());
    try {
      Files.createLink(run.previousCheckpoint(), run.checkpoint());
    } catch (UnsupportedOperationException | IOException e) {
      // File systems without links say so in either way. Until the next one is written the previous
      // is then the only one,
      // which is enough to go on from; where all else fails too, the move says why.
      Files.move(run.checkpoint(), run.previousCheckpoint(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Leaves nothing but, if it is to be kept, the newest checkpoint. */
  public static void clear(RunFolder run, boolean keepNewest) throws IOException {
    Files.deleteIfExists(run.previousCheckpoint());
    if (!keepNewest) Files.deleteIfExists(run.checkpoint());
    AtomicFile.discardParts(run.path());
  }

  /**
   * The newest checkpoint that is whole, if there is one at all. A damaged one is replaced by the one before it.
   *
   * @throws InputException if there are checkpoints, but none is whole
   */
  public static Optional<Found> newest(RunFolder run) {
    Path newest = run.checkpoint();
    Path previous = run.previousCheckpoint();
    if (!Files.exists(newest) && !Files.exists(previous)) return Optional.empty();
    try {
      return Optional.of(new Found(CheckpointFile.read(newest), Optional.empty()));
    } catch (InputException e) {
      if (!Files.exists(previous)) throw hopeless(String.valueOf(e.getMessage()), e);
      try {
        CheckpointFile.Content content = CheckpointFile.read(previous);
        Files.move(previous, newest, StandardCopyOption.REPLACE_EXISTING);
        return Optional.of(new Found(
            content, Optional.of("%s; going on from the one before".formatted(e.getMessage()))));
      } catch (InputException e2) {
        throw hopeless("%s; %s".formatted(e.getMessage(), e2.getMessage()), e2);
      } catch (IOException e2) {
        throw new InputException(
            "%s: cannot be replaced (%s)".formatted(newest, Problems.text(e2)), e2);
      }
    }
  }

  private static InputException hopeless(String why, InputException e) {
    return new InputException(why + "; delete it to go on from the beginning", e);
  }
}
