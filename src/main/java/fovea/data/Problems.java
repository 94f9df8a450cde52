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
    return switch (thrown) {
      case AccessDeniedException _ -> "no permission";
      case NoSuchFileException _ -> "no such file or folder";
      case FileAlreadyExistsException _ -> "a file is in the way";
      case NotDirectoryException _ -> "not a folder";
      case FileSystemException e when e.getReason() != null -> line(e.getReason(), e);
      default -> line(thrown.getMessage(), thrown);
    };
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
