package fovea.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Turns what the JDK or a library threw into part of a one-line message. */
public final class Problems {
  private static final int LONGEST = 160;

  private Problems() {}

  /** What went wrong, without the file's name: at most 160 characters in one line. */
  public static String text(Throwable thrown) {
    if (thrown instanceof AccessDeniedException) return "no permission";
    if (thrown instanceof NoSuchFileException) return "no such file or folder";
    if (thrown instanceof FileAlreadyExistsException) return "a file is in the way";
    if (thrown instanceof NotDirectoryException) return "not a folder";
    if (thrown instanceof FileSystemException e && e.getReason() != null)
      return line(e.getReason(), e);
    return line(thrown.getMessage(), thrown);
  }

  /** A file or folder that cannot be read. */
  public static InputException unreadable(Path path, IOException e) {
    return new InputException("%s: cannot be read (%s)".formatted(path, text(e)), e);
  }

  /** The first line of a message, or what was thrown if there is none. */
  private static String line(@Nullable String message, Throwable thrown) {
    String line = message == null ? "" : message.lines().findFirst().orElse("").strip();
    if (line.isEmpty()) return thrown.getClass().getSimpleName();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
