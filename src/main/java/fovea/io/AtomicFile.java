package fovea.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes whole files. A file has a temporary name first and is then moved into place, so nobody ever sees half of one.
 * That holds after a power cut too, since its bytes are on the disk before it is moved.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** What goes into the file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code target}, replacing what was there; when that fails, what was there stays.
   *
   * @throws java.nio.file.FileSystemException naming the target, if its folder is missing or closed to writing
   */
  public static void write(Path target, Content content) throws IOException {
    requireFolder(target);
    Path temporary = temporary(target);
    try {
      try (OutputStream out = new BufferedOutputStream(open(target, temporary), 1 << 16)) {
        content.writeTo(out);
      }
      moveIntoPlace(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Refuses a target that cannot be made, in words of the target: the user knows nothing of the temporary name. */
  static void requireFolder(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(folder)) return;
    String why = Files.exists(folder)
        ? "%s is a file, not a folder"
        : "its folder %s is missing; make it first, or name another";
    throw new FileSystemException(target.toString(), null, why.formatted(folder));
  }

  private static OutputStream open(Path target, Path temporary) throws IOException {
    try {
      return Files.newOutputStream(
          temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (AccessDeniedException e) {
      AccessDeniedException named = new AccessDeniedException(target.toString());
      named.initCause(e);
      throw named;
    }
  }

  /** The name that {@code target} has until it is complete: hidden, in the same folder. */
  public static Path temporary(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".part");
  }

  public static void moveIntoPlace(Path temporary, Path target) throws IOException {
    // Or a file system may have moved the name before it has the bytes.
    try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
