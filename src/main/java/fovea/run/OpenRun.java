package fovea.run;

import fovea.data.InputException;
import fovea.io.FolderLock;
import java.nio.file.Files;
import java.util.Optional;

/**
 * A run folder that no other process works in until it is closed.
 *
 * @param earlier what config.json holds, if the run goes on; empty for a new one
 */
public record OpenRun(RunFolder folder, Optional<RunConfig> earlier, FolderLock lock)
    implements AutoCloseable {
  /** For a new run. */
  public static OpenRun begin(RunFolder folder) {
    return new OpenRun(folder, Optional.empty(), FolderLock.of(folder.path()));
  }

  /**
   * To go on with a run.
   *
   * @throws InputException if the folder holds no run, or one that has ended for good, or another process has it
   */
  public static OpenRun resume(RunFolder folder) {
    if (!Files.isDirectory(folder.path()))
      throw new InputException("--resume %s: there is no such folder; give one that 'train' wrote"
          .formatted(folder.path()));
    if (!Files.exists(folder.config()))
      throw new InputException(
          "--resume %s: holds no config.json, so no run has begun there; train with --out %s"
              .formatted(folder.path(), folder.path()));
    FolderLock lock = FolderLock.of(folder.path());
    try {
      RunConfig config = RunConfig.read(folder.config());
      if (config.result() != null && !Files.exists(folder.checkpoint()))
        throw new InputException(
            ("--resume %s: this run has ended (%s) and left no checkpoint to go on from; "
                    + "'train --init' begins a new run from its model")
                .formatted(folder.path(), config.result().outcome()));
      return new OpenRun(folder, Optional.of(config), lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Lets other processes have the folder. */
  @Override
  public void close() {
    lock.close();
  }
}
