package fovea.io;

import fovea.data.InputException;
import fovea.data.Problems;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** What folders that commands write to have in common. */
public final class OutputFolder {
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss");

  private OutputFolder() {}

  /** Makes parent/date_time, the second when it is made, or parent/date_time-2 and so on if that is there. */
  public static Path createDated(Path parent) throws IOException {
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

  /** Refuses a path that is a file, or nothing. */
  public static void requireNoFile(Path path) {
    if (path.toString().isBlank())
      throw new InputException("--out is an empty name; name a folder, or leave it out");
    if (Files.exists(path) && !Files.isDirectory(path))
      throw new InputException(
          "%s: is a file, not a folder; name another with --out".formatted(path));
  }

  /** Refuses a folder of ours that is a link: what is written into it would be elsewhere. */
  public static void requireNoLink(Path own) {
    if (Files.isSymbolicLink(own))
      throw new InputException(
          "%s: is a link, which could lead anywhere; remove it, or name another folder with --out"
              .formatted(own));
  }

  /** What to say of a folder that cannot be written to. */
  public static InputException unwritable(Path path, IOException e) {
    return new InputException(
        "%s: cannot be written to (%s); name another folder with --out"
            .formatted(path, Problems.text(e)),
        e);
  }
}
