package fovea.io;

import fovea.data.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a folder to one process. The operating system holds the lock and gives it up when the process ends, however it
 * ends: a file .lock that is left behind locks nothing. It is never followed where it is a link. The file stays, and a
 * process never opens its own again: on POSIX systems, closing a second channel of a file gives up the lock of the
 * first.
 */
public final class FolderLock implements AutoCloseable {
  private static final String NAME = ".lock";

  /** The number of a process, and what earlier ones wrote beside it. */
  private static final String CONTENT = "[0-9 ]{0,40}";

  private final Path folder;
  private final FileChannel channel;

  /** The folder itself, wherever it is; none where the system has no such thing. */
  private final @Nullable SecureDirectoryStream<Path> opened;

  private final @Nullable Object key;
  private final Path parent;
  private final @Nullable Object parentKey;

  private FolderLock(Path folder, FileChannel channel) throws IOException {
    this.folder = folder;
    this.channel = channel;
    key = key(folder.resolve(NAME));
    opened = opened(folder);
    Path above = folder.toAbsolutePath().getParent();
    parent = above == null ? folder : above;
    parentKey = key(parent);
  }

  @SuppressWarnings("StreamResourceLeak") // closed with the lock
  private static @Nullable SecureDirectoryStream<Path> opened(Path folder) throws IOException {
    DirectoryStream<Path> stream;
    try {
      stream = Files.newDirectoryStream(folder);
    } catch (AccessDeniedException e) {
      // It can be written to, not listed.
      return null;
    }
    if (stream instanceof SecureDirectoryStream<Path> secure) return secure;
    stream.close();
    return null;
  }

  /**
   * Locks the folder, which exists, until closed.
   *
   * @throws InputException if another process has it, it cannot be written to, or its .lock is something else
   */
  public static FolderLock of(Path folder) {
    Path file = folder.resolve(NAME);
    // A pipe would be waited for.
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) throw foreign(file);
    try {
      FileChannel channel = FileChannel.open(
          file,
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
      try {
        lock(folder, file, channel);
        return new FolderLock(folder, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw OutputFolder.unwritable(folder, e);
    }
  }

  private static void lock(Path folder, Path file, FileChannel channel) throws IOException {
    boolean free = locks(channel);
    ByteBuffer content = ByteBuffer.allocate(64);
    channel.read(content, 0);
    String text = new String(content.array(), 0, content.position(), StandardCharsets.ISO_8859_1);
    // It may be a second name of a file that is worth more.
    if (!text.matches(CONTENT)) throw foreign(file);
    if (!free)
      throw new InputException(
          "%s: process %s is at work in this folder; wait for its end, or name another with --out"
              .formatted(folder, text));
    String pid = Long.toString(ProcessHandle.current().pid());
    channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static InputException foreign(Path file) {
    return new InputException(
        "%s: is a link or something else that Fovea did not write; remove it, or name another folder with --out"
            .formatted(file));
  }

  /**
   * Refuses to go on in a folder that has been moved: it would be made again, and what belongs together would be in two
   * places. A folder that has been removed is no such case.
   *
   * @throws FileSystemException naming the folder
   */
  public void requireInPlace() throws FileSystemException {
    if (key == null || opened == null || key.equals(key(folder.resolve(NAME)))) return;
    // Another disk may hide it, where it still is.
    if (Files.exists(parent) && !Objects.equals(parentKey, key(parent))) return;
    try {
      BasicFileAttributeView elsewhere = opened.getFileAttributeView(
          Path.of(NAME), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (!key.equals(elsewhere.readAttributes().fileKey())) return;
    } catch (IOException e) {
      return;
    }
    throw new FileSystemException(
        folder.toString(), null, "the folder has been moved while it was in use");
  }

  private static @Nullable Object key(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  /** Locks a file until its channel is closed; false if it is locked already, here or in another process. */
  static boolean locks(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Gives the folder free; again does nothing. */
  @Override
  public void close() {
    try {
      if (opened != null) opened.close();
      channel.close();
    } catch (IOException e) {
      // The folder is gone or cannot be written to any more; the lock ends with the process.
    }
  }
}
