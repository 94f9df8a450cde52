package fovea.cli;

import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * How many examples are done, on stderr: a bar on a terminal, a line every two seconds elsewhere, nothing with
 * {@code --quiet}. Ctrl-C ends the work at the next call, so that no half-written file stays behind.
 */
final class RowProgress implements AutoCloseable {
  private static final long NANOSECONDS = 2_000_000_000L;

  private final Interruption interruption = new Interruption();
  private final long count;
  private final boolean quiet;
  private final @Nullable Bar bar;
  private long done;
  private long shown = System.nanoTime();

  RowProgress(long count, boolean quiet) {
    this.count = count;
    this.quiet = quiet;
    bar = quiet || !Bar.hasTerminal() ? null : new Bar(count);
  }

  /** So many more are done. */
  void add(int examples) throws InterruptedIOException {
    done += examples;
    if (interruption.requested()) throw new InterruptedIOException("interrupted");
    if (bar != null) {
      bar.show(done, "examples");
    } else if (!quiet && System.nanoTime() - shown > NANOSECONDS) {
      System.err.printf("%,d of %,d examples%n", done, count);
      shown = System.nanoTime();
    }
  }

  @Override
  public void close() {
    if (bar != null) bar.close();
    interruption.close();
  }
}
