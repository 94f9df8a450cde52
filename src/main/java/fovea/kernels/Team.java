package fovea.kernels;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that runs the phases of a step: {@link #run} gives the same body to every thread, and
 * returns when all have finished it. The caller is thread 0. Starting a phase allocates nothing.
 *
 * <p>A waiting thread spins for a tenth of a millisecond or so, longer than the usual distance between two phases,
 * before it gives the processor back: to the compiler, while a training begins.
 */
public final class Team implements AutoCloseable {
  private static final int SPINS = 5_000;

  /** Marks {@link #phases} once the team is closed: the number of phases does not grow any more. */
  private static final long CLOSED = Long.MIN_VALUE;

  private final Thread[] workers;
  private final int spins;
  private final AtomicInteger unfinished = new AtomicInteger();

  /** Phases begun so far. One number for this and for the end, so that no phase begins behind the end. */
  private final AtomicLong phases = new AtomicLong();

  private volatile @Nullable Thread caller;
  private volatile IntConsumer body = thread -> {};
  private volatile @Nullable Throwable failure;

  /**
   * A team that waits for work.
   *
   * @param size threads, the caller included; at least 1
   * @throws IllegalStateException if Java was started without the module of the Vector API
   */
  public Team(int size) {
    VectorModule.require();
    if (size < 1) throw new IllegalArgumentException("a team needs at least 1 thread, not " + size);
    spins = size <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
    workers = new Thread[size - 1];
    for (int i = 0; i < workers.length; i++) {
      int thread = i + 1;
      workers[i] = new Thread(() -> work(thread), "fovea-" + thread);
      workers[i].setDaemon(true);
      workers[i].start();
    }
  }

  /** Threads in the team, the caller included. */
  public int size() {
    return workers.length + 1;
  }

  /**
   * Runs {@code phase.accept(thread)} on every thread, 0 to size − 1, and waits for all. What one throws is thrown
   * here. One phase at a time: not to be called from two threads at once, nor from inside a phase.
   *
   * @throws IllegalStateException if the team is closed
   */
  public void run(IntConsumer phase) {
    requireOpen(phases.get());
    if (workers.length == 0) {
      phase.accept(0);
      return;
    }
    caller = Thread.currentThread();
    body = phase;
    unfinished.set(workers.length);
    requireOpen(phases.getAndUpdate(count -> count < 0 ? count : count + 1));
    for (Thread worker : workers) LockSupport.unpark(worker);
    Throwable thrown = null;
    try {
      phase.accept(0);
    } catch (RuntimeException | Error e) {
      thrown = e;
    }
    for (int spin = 0; unfinished.get() > 0; spin++) {
      if (spin < spins) Thread.onSpinWait();
      else LockSupport.park(this);
    }
    if (thrown == null) thrown = failure;
    failure = null;
    if (thrown instanceof RuntimeException e) throw e;
    if (thrown instanceof Error e) throw e;
  }

  private static void requireOpen(long phases) {
    if (phases < 0)
      throw new IllegalStateException(
          "the team of threads is closed: close it after the last use of what was made with it");
  }

  private void work(int thread) {
    long done = 0;
    while (true) {
      for (int spin = 0; phases.get() == done; spin++) {
        if (spin < spins) Thread.onSpinWait();
        else LockSupport.park(this);
      }
      // A phase that began before the end is worked on.
      if (phases.get() == (done | CLOSED)) return;
      done++;
      try {
        body.accept(thread);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      if (unfinished.decrementAndGet() == 0) LockSupport.unpark(caller);
    }
  }

  /** Ends the team's threads, as soon as they have finished a phase that has begun. May be called again. */
  @Override
  public void close() {
    phases.getAndUpdate(count -> count | CLOSED);
    for (Thread worker : workers) LockSupport.unpark(worker);
  }
}
