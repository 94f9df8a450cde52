package fovea.cli;

import fovea.data.Printable;
import java.io.IOException;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;

/**
 * What is being done while nothing can be counted, on stderr: on a terminal one line with the seconds that it has taken
 * so far, which is taken back at the end; a line elsewhere; nothing with {@code --quiet}.
 */
final class Stage extends TimerTask {
  private static final long MILLISECONDS = 500;

  /** The seconds take the rest of the line. */
  private static final int COLUMNS = Bar.COLUMNS - " … 99 s".length();

  private final String what;
  private final long began = System.nanoTime();
  private boolean over;

  private Stage(String what) {
    this.what = what.substring(0, Math.min(COLUMNS, what.length()));
  }

  /** What is done during a stage. */
  @FunctionalInterface
  interface Task<T> {
    T run() throws IOException;
  }

  /**
   * Does it, and lets the user see that.
   *
   * @param about what is being done: "reading photographs"; cut short where it does not fit into a line of a terminal
   */
  static <T> T during(String about, boolean quiet, Task<T> task) throws IOException {
    String what = Printable.line(about);
    if (quiet || !Bar.hasTerminal()) {
      if (!quiet) System.err.println(what);
      return task.run();
    }
    Timer clock = new Timer("fovea-stage", true);
    Stage stage = new Stage(what);
    clock.scheduleAtFixedRate(stage, 0, MILLISECONDS);
    try {
      return task.run();
    } finally {
      clock.cancel();
      stage.end();
    }
  }

  @Override
  public synchronized void run() {
    if (over) return;
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    Bar.overwrite(what + (seconds > 0 ? " … " + seconds + " s" : " …"));
  }

  private synchronized void end() {
    over = true;
    Bar.overwrite("");
  }
}
