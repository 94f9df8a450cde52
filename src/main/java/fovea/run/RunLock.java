package fovea.run;

import fovea.data.InputException;
import fovea.io.OutputFolder;
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
 * Keeps a run folder to one process. The operating system holds the lock and gives it up when the process ends, however it ends: a file
 * .lock that is left behind locks nothing. It stays, and a process does not open its own again: on POSIX systems to close any second channel
 * of a file gives up the lock of the first.
 */
public final class RunLock implements AutoCloseable {
  private final RunFolder run;
  private final FileChannel channel;

  private RunLock(RunFolder run, FileChannel channel) {
    this.run = run;
    this.channel = channel;
  }

  /**
   * Locks the folder until closed.
   *
   * @throws InputException if another process has it, or it cannot be written to
   */
  public static RunLock of(RunFolder run) {
    Path file = run.path().resolve(".lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locks(channel)) {
        channel.close();
        throw new InputException(
            "%s: process %s is training in this folder; wait for its end, or name another with --out"
                .formatted(run.path(), Files.readString(file, StandardCharsets.ISO_8859_1)));
      }
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      return new RunLock(run, channel);
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
