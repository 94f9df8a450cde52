package fovea.cli;

import fovea.data.InputException;
import fovea.run.RunCheckpoints;
import fovea.run.RunFolder;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how to go on after an interruption. */
public final class CheckpointOptions {
  private static final int EVERY = 100;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = {
        "Save a checkpoint for --resume every N iterations, and whenever 60 seconds have passed; 0: never",
        "(default: 100, or less often where that would take more than 1 %% of the time)."
      })
  private @Nullable Integer every;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = {
        "Go on with a run that was interrupted, or with more --iterations, "
            + "from its last checkpoint. The result is the same as",
        "without the break. The settings are those of the run. Give DATA only if they have been moved."
      })
  private @Nullable Path resume;

  public Optional<RunFolder> resumed() {
    return Optional.ofNullable(resume).map(RunFolder::new);
  }

  /** The iterations between checkpoints, if the user says. */
  public @Nullable Integer every() {
    if (every != null && every < 0)
      throw new InputException("--checkpoint-every must be at least 0, not " + every);
    return every;
  }

  /** How often to save: as the user says, or by default. */
  public static RunCheckpoints.Interval interval(@Nullable Integer every) {
    return new RunCheckpoints.Interval(every == null ? EVERY : every, every == null);
  }
}
