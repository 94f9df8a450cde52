package fovea.spark;

import fovea.cli.TrainingEnd;
import fovea.data.InputException;
import fovea.run.OpenRun;
import fovea.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where a run is kept: in a folder of this machine, or of a file system of Hadoop's.
 *
 * @param name what the user calls it
 * @param remote its copy elsewhere, if that is what the user wants
 */
record RunPlace(String name, OpenRun run, Optional<RemoteFolder> remote) implements AutoCloseable {
  /**
   * Begins a run.
   *
   * @param out the folder's name; runs/date_time without
   * @param overwrite whether it may hold an earlier run
   * @throws InputException if it cannot be used
   */
  static RunPlace begin(Configuration hadoop, Optional<String> out, boolean overwrite)
      throws IOException {
    Optional<String> elsewhere = out.filter(RemoteFolder::isRemote);
    if (elsewhere.isEmpty()) {
      RunFolder folder = out.map(name -> RunFolder.create(java.nio.file.Path.of(name), overwrite))
          .orElseGet(RunFolder::create);
      return new RunPlace(folder.path().toString(), OpenRun.begin(folder), Optional.empty());
    }
    Path folder = path("--out", elsewhere.get());
    return copied(hadoop, elsewhere.get(), folder, (local, remote) -> {
      remote.begin(overwrite);
      return OpenRun.begin(local);
    });
  }

  /**
   * Goes on with a run.
   *
   * @throws InputException if there is none in the folder, or it has ended for good
   */
  static RunPlace resume(Configuration hadoop, String name) throws IOException {
    if (!RemoteFolder.isRemote(name))
      return new RunPlace(
          name, OpenRun.resume(new RunFolder(java.nio.file.Path.of(name))), Optional.empty());
    return copied(hadoop, name, path("--resume", name), (local, remote) -> {
      remote.pull();
      return named(name, local, () -> OpenRun.resume(local));
    });
  }

  /** What makes a run of a folder that is kept elsewhere. */
  @FunctionalInterface
  private interface Opening {
    OpenRun open(RunFolder local, RemoteFolder remote) throws IOException;
  }

  private static RunPlace copied(Configuration hadoop, String name, Path folder, Opening opening)
      throws IOException {
    RunFolder local = new RunFolder(Files.createTempDirectory("fovea-run-"));
    Files.createDirectories(local.figures());
    RemoteFolder remote = new RemoteFolder(hadoop, folder, local);
    try {
      return new RunPlace(name, opening.open(local, remote), Optional.of(remote));
    } catch (IOException | RuntimeException e) {
      delete(local);
      throw e;
    }
  }

  /** Something that names the folder in what it says to users, where they know it by another name. */
  @FunctionalInterface
  interface Use<T> {
    T of() throws IOException;
  }

  /** @throws InputException that of the use, with the name */
  private static <T> T named(String name, RunFolder folder, Use<T> use) throws IOException {
    try {
      return use.of();
    } catch (InputException e) {
      throw new InputException(
          String.valueOf(e.getMessage()).replace(folder.path().toString(), name), e);
    }
  }

  /** The same in this folder. */
  <T> T named(Use<T> use) throws IOException {
    return named(name, run.folder(), use);
  }

  private static Path path(String option, String name) {
    try {
      return new Path(name);
    } catch (IllegalArgumentException e) {
      throw new InputException("%s '%s': is no path".formatted(option, name), e);
    }
  }

  /**
   * Copies what has been written since, in the middle of a run, which goes on if that fails.
   *
   * @param warn is told so
   */
  void keep(Consumer<String> warn) {
    if (remote.isEmpty()) return;
    boolean known = remote.get().isBehind();
    try {
      remote.get().push();
    } catch (IOException e) {
      if (known) return;
      warn.accept("warning: %s: cannot be written to (%s); training goes on, in %s"
          .formatted(name, e.getMessage(), run.folder().path()));
    }
  }

  /**
   * Copies what has been written, at the end.
   *
   * @throws IOException naming the folder that has it, if that fails
   */
  void finish() throws IOException {
    if (remote.isEmpty()) return;
    try {
      remote.get().push();
    } catch (IOException e) {
      throw new IOException(
          "%s: cannot be written to (%s); the run is saved in %s on the driver instead"
              .formatted(name, e.getMessage(), run.folder().path()),
          e);
    }
  }

  /** What to call it at the end. */
  TrainingEnd.Place place() {
    return new TrainingEnd.Place(
        name, name + "/checkpoint", "spark-submit, with the same options and --resume " + name);
  }

  /** Lets other processes have the folder; what is only here because of the run goes. */
  @Override
  public void close() {
    run.close();
    if (remote.isPresent() && !remote.get().isBehind()) delete(run.folder());
  }

  private static void delete(RunFolder local) {
    // What cannot be deleted is in the folder for temporary files.
    FileUtils.deleteQuietly(local.path().toFile());
  }
}
