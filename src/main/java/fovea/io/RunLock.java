package fovea.io;

import fovea.data.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run folder to one process. The operating system holds the lock and gives it up when the process ends, however it ends: a file
 * .lock that is left behind locks nothing.
 */
public final class RunLock implements AutoCloseable {
  private final RunFolder run;
  private final Path file;
  private final FileChannel channel;

  private RunLock(RunFolder run, Path file, FileChannel channel) {
    this.run = run;
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks the folder until closed.
   *
   * @throws InputException if another process has it, or it cannot be written to
   */
  public static RunLock of(RunFolder run) {
    Path file = run.path().resolve(".lock");
    String mine = ProcessHandle.current().pid() + " " + System.nanoTime();
    try {
      while (true) {
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locks(channel)) {
          channel.close();
          throw new InputException(
              "%s: process %s is training in this folder; wait for its end, or name another with --out"
                  .formatted(run.path(), owner(file)));
        }
        channel.truncate(0).write(ByteBuffer.wrap(mine.getBytes(StandardCharsets.US_ASCII)));
        // Whoever had it may have deleted the file between our opening and locking it.
        if (mine.equals(content(file))) return new RunLock(run, file, channel);
        channel.close();
      }
    } catch (IOException e) {
      throw OutputFolder.unwritable(run.path(), e);
    }
  }

  /** What is locked. */
  public RunFolder run() {
    return run;
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String owner(Path file) throws IOException {
    return content(file).replaceAll(" .*", "");
  }

  private static String content(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Gives the folder free; again does nothing. */
  @Override
  public void close() {
    if (!channel.isOpen()) return;
    try {
      // While it is still locked: what is deleted is ours.
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      // The folder is gone or cannot be written to any more; the lock ends with the process.
    }
  }
}
