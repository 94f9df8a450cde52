package fovea;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The second virtual machine. As a shutdown hook it is told to stop when this one ends, be it by a signal: its exit
 * code is then 128 + that signal. It becomes a hook before it starts, so that no moment is left in which a signal
 * would leave it alone.
 */
final class Child extends Thread {
  /** What the virtual machine says as it starts. */
  private static final String WARNING = "WARNING: Using incubator modules: jdk.incubator.vector";

  /** More than the minute that a run gives itself to save what it has. */
  static final int STOP_SECONDS = 75;

  private final ClassArchive archive;
  private Process process;
  private Thread errors;
  private boolean ending;

  Child(ClassArchive archive) {
    this.archive = archive;
  }

  /** Starts it, with our stdin and stdout; waits for the end where this JVM is ending already. */
  synchronized Process start(List<String> command) throws IOException, InterruptedException {
    while (ending) {
      wait();
    }
    process = new ProcessBuilder(command)
        .redirectInput(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .start();
    errors = new Thread(new ErrorFilter(process.getErrorStream(), WARNING));
    errors.setDaemon(true);
    errors.start();
    return process;
  }

  /** Waits for its last words. */
  void heard() throws InterruptedException {
    errors.join();
  }

  @Override
  public void run() {
    synchronized (this) {
      ending = true;
      if (process == null) {
        return;
      }
    }
    terminate();
    try {
      if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        heard();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    archive.keep(false);
  }

  /**
   * SIGTERM, which does nothing once it has ended. Process.destroy would close its stderr, too, and lose its last
   * words; Java 8 has nothing else.
   */
  private void terminate() {
    try {
      Object handle = Process.class.getMethod("toHandle").invoke(process);
      Class.forName("java.lang.ProcessHandle").getMethod("destroy").invoke(handle);
    } catch (ReflectiveOperationException e) {
      process.destroy();
    }
  }
}
