package fovea.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words what the JDK's file exceptions say by their class. */
public final class Problems {
  private Problems() {}

  /** What went wrong, without the file's name. */
  public static String text(IOException e) {
    if (e instanceof AccessDeniedException) return "no permission";
    if (e instanceof NoSuchFileException) return "no such file or folder";
    if (e instanceof FileAlreadyExistsException) return "a file is in the way";
    if (e instanceof FileSystemException f && f.getReason() != null) return f.getReason();
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
