package fovea.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes whole files. A file has a temporary name first and is then moved into place, so nobody ever sees half of one.
 * That holds after a power cut too, since its bytes are on the disk before it is moved. The temporary name is a new one
 * each time, of a file that was not there before: in a folder that others may write to, a link that waits for it is
 * neither met nor followed.
 */
public final class AtomicFile {
  private static final String PREFIX = ".fovea-";
  private static final String SUFFIX = ".part";
  static final int DIGITS = 16;

  private AtomicFile() {}

  /** What goes into the file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code target}, replacing what was there; when that fails, what was there stays. A link is replaced, not
   * followed.
   *
   * @throws java.nio.file.FileSystemException naming the target, if its folder is missing or closed to writing
   */
  public static void write(Path target, Content content) throws IOException {
    requireFolder(target);
    Path folder = folder(target);
    discardParts(folder);
    Part part = Part.in(folder, target);
    try {
      try (FileChannel channel = part.channel) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        content.writeTo(out);
        out.flush();
        // Or a file system may have moved the name before it has the bytes.
        channel.force(true);
      }
      moveIntoPlace(part.path, target);
    } finally {
      Files.deleteIfExists(part.path);
    }
  }

  /**
   * Deletes what processes that were killed have left in a folder. Whatever is being written is locked, and stays. A
   * folder that cannot be read keeps what it has.
   */
  public static void discardParts(Path folder) {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, AtomicFile::isPart)) {
      for (Path part : parts) discardIfLeft(part);
    } catch (IOException | DirectoryIteratorException e) {
      // They take room, and do no harm.
    }
  }

  private static boolean isPart(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.length() == PREFIX.length() + DIGITS + SUFFIX.length()
        && name.startsWith(PREFIX)
        && name.endsWith(SUFFIX)
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** It is deleted while it is locked: who has just made it then knows, and makes another. */
  private static void discardIfLeft(Path part) throws IOException {
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (FolderLock.locks(channel)) Files.deleteIfExists(part);
    }
  }

  /** A file that is being written, locked until its channel is closed. */
  private record Part(Path path, FileChannel channel) {
    static Part in(Path folder, Path target) throws IOException {
      while (true) {
        Path path = folder.resolve(PREFIX + random() + SUFFIX);
        FileChannel channel = create(target, path);
        if (isLocked(channel) && Files.exists(path)) return new Part(path, channel);
        channel.close();
      }
    }

    /** Some file systems have no locks. Nothing that is left there is deleted. */
    private static boolean isLocked(FileChannel channel) {
      try {
        return FolderLock.locks(channel);
      } catch (IOException e) {
        return true;
      }
    }
  }

  /** Tries whether files can be written to a folder. */
  public static void requireWritable(Path folder) throws IOException {
    Part part = Part.in(folder, folder);
    try (FileChannel channel = part.channel) {
      channel.write(ByteBuffer.allocate(1));
    } finally {
      Files.deleteIfExists(part.path);
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

  private static FileChannel create(Path target, Path part) throws IOException {
    try {
      return create(part);
    } catch (AccessDeniedException e) {
      AccessDeniedException named = new AccessDeniedException(target.toString());
      named.initCause(e);
      throw named;
    }
  }

  /** Opens a file that was not there before: whatever has its name, be it a link, is refused. */
  static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  /** Part of a name that nobody can have foreseen, {@value #DIGITS} hexadecimal digits. */
  static String random() {
    return "%016x".formatted(ThreadLocalRandom.current().nextLong());
  }

  static Path folder(Path target) {
    Path folder = target.toAbsolutePath().getParent();
    return folder == null ? target.toAbsolutePath() : folder;
  }

  static void moveIntoPlace(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
