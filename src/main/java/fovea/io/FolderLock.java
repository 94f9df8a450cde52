package fovea.io;

import fovea.data.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a folder to one process. The operating system holds the lock and gives it up when the process ends, however it
 * ends: a file .lock that is left behind locks nothing. The file stays, and a process never opens its own again: on
 * POSIX systems, closing a second channel of a file gives up the lock of the first.
 */
public final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks the folder, which exists, until closed.
   *
   * @throws InputException if another process has it, or it cannot be written to
   */
  public static FolderLock of(Path folder) {
    Path file = folder.resolve(".lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locks(channel)) {
        channel.close();
        throw new InputException(
            "%s: process %s is at work in this folder; wait for its end, or name another with --out"
                .formatted(folder, Files.readString(file, StandardCharsets.ISO_8859_1)));
      }
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      return new FolderLock(channel);
    } catch (IOException e) {
      throw OutputFolder.unwritable(folder, e);
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
      channel.close();
    } catch (IOException e) {
      // The folder is gone or cannot be written to any more; the lock ends with the process.
    }
  }
}
