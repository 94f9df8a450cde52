package fovea.kernels;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that runs the phases of a step: {@link #run} gives the same body to every thread, and returns
 * when all have finished it. The caller is thread 0. Starting a phase allocates nothing.
 *
 * <p>Waiting threads spin for some microseconds, the usual distance between two phases, before they give the processor back.
 */
public final class Team implements AutoCloseable {
  private static final int SPINS = 20_000;

  private final Thread[] workers;
  private final int spins;
  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicInteger phases = new AtomicInteger();
  private volatile boolean closed;
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
   */
  public void run(IntConsumer phase) {
    if (workers.length == 0) {
      phase.accept(0);
      return;
    }
    caller = Thread.currentThread();
    body = phase;
    unfinished.set(workers.length);
    phases.getAndIncrement();
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

  private void work(int thread) {
    int done = 0;
    while (true) {
      for (int spin = 0; phases.get() == done && !closed; spin++) {
        if (spin < spins) Thread.onSpinWait();
        else LockSupport.park(this);
      }
      if (closed) return;
      done++;
      try {
        body.accept(thread);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      if (unfinished.decrementAndGet() == 0) LockSupport.unpark(caller);
    }
  }

  /** Ends the team's threads. */
  @Override
  public void close() {
    closed = true;
    for (Thread worker : workers) LockSupport.unpark(worker);
  }
}
