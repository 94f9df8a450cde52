package fovea.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes whole files: under a temporary name first, then moved into place, so that nobody ever sees half of one: not after a
 * power cut either, since what is moved is on the disk by then.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** What goes into the file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes {@code target}, replacing what was there; when that fails, what was there stays. */
  public static void write(Path target, Content content) throws IOException {
    Path temporary = temporary(target);
    try {
      try (OutputStream out = new BufferedOutputStream(
          Files.newOutputStream(
              temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING),
          1 << 16)) {
        content.writeTo(out);
      }
      moveIntoPlace(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
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
