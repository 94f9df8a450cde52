package fovea.data;

import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** Turns what a library threw into part of a one-line message. */
final class Reason {
  private static final int LONGEST = 160;

  private Reason() {}

  /** The first line of the exception's message, or its kind if it has none; at most 160 characters. */
  static String of(Throwable thrown) {
    String message = thrown.getMessage();
    String line = message == null ? "" : message.lines().findFirst().orElse("").strip();
    if (line.isEmpty()) return thrown.getClass().getSimpleName();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  static InputException unreadable(Path path, Exception e) {
    String why = e instanceof AccessDeniedException ? "permission denied" : of(e);
    return new InputException("%s: cannot be read (%s)".formatted(path, why), e);
  }
}
