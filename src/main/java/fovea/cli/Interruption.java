package fovea.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM end a run cleanly: the current iteration is finished and everything so far is saved before the
 * virtual machine exits with the signal's code. A second one ends it at once.
 */
final class Interruption implements AutoCloseable {
  private static final long MAX_SECONDS = 60;

  private final CountDownLatch saved = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "fovea-interruption");
  private volatile boolean requested;

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the run should end. */
  boolean requested() {
    return requested;
  }

  private void stop() {
    requested = true;
    SecondSignal.endsAtOnce();
    try {
      if (!saved.await(MAX_SECONDS, TimeUnit.SECONDS))
        Errors.print("the run could not be saved in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything is saved. */
  @Override
  public void close() {
    saved.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        requested =
            true; // The virtual machine has just begun to exit; the hook finds the latch open.
      }
    }
  }
}
