package fovea.run;

import fovea.data.Problems;
import fovea.io.OutputFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds room for the result of a training when its folder has become unwritable: hours of work are not to be lost to a
 * full disk.
 */
final class SafePlace {
  /** Where a new folder can be made. */
  @FunctionalInterface
  private interface Place {
    Path create() throws IOException;
  }

  private static final List<Place> PLACES = List.of(
      () -> OutputFolder.createDated(Path.of("runs")),
      // Everyone can write to the folder of temporary files: the name is a new one, and nobody
      // else's.
      () -> Files.createTempDirectory("fovea-run-"),
      () -> OutputFolder.createDated(Path.of(System.getProperty("user.home"), "fovea-runs")));

  private SafePlace() {}

  /** What is to be saved. */
  @FunctionalInterface
  interface Content {
    void writeTo(RunFolder run) throws IOException;
  }

  /**
   * Writes to the run's folder, which is made again if it has gone, else to a new folder runs/date_time here, or in the
   * folder for temporary files, or in the user's home.
   *
   * @param warn is told of another place
   * @return the folder that has it
   * @throws IOException the first failure, if there is no place left
   */
  static RunFolder save(RunFolder run, Consumer<String> warn, Content content) throws IOException {
    try {
      Files.createDirectories(run.figures());
      content.writeTo(run);
      return run;
    } catch (IOException e) {
      for (Place place : PLACES) {
        try {
          RunFolder other = new RunFolder(place.create());
          Files.createDirectories(other.figures());
          content.writeTo(other);
          warn.accept("%s: cannot be written to (%s); the run is saved in %s instead"
              .formatted(run.path(), Problems.text(e), other.path()));
          return other;
        } catch (IOException next) {
          e.addSuppressed(next);
        }
      }
      throw e;
    }
  }
}
