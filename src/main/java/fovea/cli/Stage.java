package fovea.cli;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What is being done while nothing can be counted, on stderr: on a terminal one line with the seconds that it has taken
 * so far, a line elsewhere, nothing with {@code --quiet}.
 */
final class Stage implements AutoCloseable {
  private static final long MILLISECONDS = 500;

  /** With the seconds, 39 columns. */
  private static final int COLUMNS = 32;

  private static final String CLEAR = "\033[K";

  private final String what;
  private final boolean drawn;
  private final long began = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "fovea-stage");
        thread.setDaemon(true);
        return thread;
      });

  /** @param what is being done: "reading photographs"; cut short where it does not fit into the line */
  Stage(String what, boolean quiet) {
    this.what = what.substring(0, Math.min(COLUMNS, what.length()));
    drawn = !quiet && Bar.hasTerminal();
    if (drawn) {
      draw();
      clock.scheduleAtFixedRate(this::draw, MILLISECONDS, MILLISECONDS, TimeUnit.MILLISECONDS);
    } else if (!quiet) {
      System.err.println(what);
    }
  }

  private void draw() {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    System.err.print("\r" + what + (seconds > 0 ? " … " + seconds + " s" : " …") + CLEAR);
    System.err.flush();
  }

  /** On a terminal the line is taken back. */
  @Override
  public void close() {
    clock.close();
    if (drawn) System.err.print("\r" + CLEAR);
  }
}
