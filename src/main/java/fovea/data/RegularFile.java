package fovea.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses pipes and devices where a file is needed: they might be waited for, or read, for ever. */
public final class RegularFile {
  private RegularFile() {}

  /**
   * Refuses what is there and is neither a file nor a folder. What is not there, and a folder, has messages of its own.
   *
   * @throws InputException naming it
   */
  public static void require(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path))
      throw new InputException(path
          + ": neither a file nor a folder, but a pipe or a device: save what it gives in a file");
  }
}
