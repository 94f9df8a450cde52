package fovea.io;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Folders that are named after the second when they were made. */
public final class DatedFolder {
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss");

  private DatedFolder() {}

  /** Makes parent/date_time, or parent/date_time-2 and so on if that is there. */
  public static Path create(Path parent) throws IOException {
    Path base = parent.resolve(LocalDateTime.now(ZoneId.systemDefault()).format(NAME));
    Path path = base;
    Files.createDirectories(parent);
    for (int i = 2; ; i++) {
      try {
        return Files.createDirectory(path);
      } catch (FileAlreadyExistsException e) {
        path = base.resolveSibling(base.getFileName() + "-" + i);
      }
    }
  }
}
