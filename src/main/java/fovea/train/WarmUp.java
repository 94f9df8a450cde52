package fovea.train;

import fovea.kernels.Lanes;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.Parameters;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Has the kernels compiled before they are needed: a thread of its own evaluates a tiny batch again and again, while
 * the examples are being read. A first evaluation of all of them would otherwise run in the interpreter, and take as
 * long as a hundred others. No result depends on it; docs/starting.md has what it saves.
 */
public final class WarmUp {
  private static final int EXAMPLES = Lanes.ROW_MULTIPLE;

  /**
   * Two panels. Loops are then so short that methods are compiled for being called often and not inside of a long
   * call, which takes longer; with one panel what comes out is slower.
   */
  private static final int COLUMNS = Lanes.padded(1) + Lanes.padded(1);

  /** An evaluation as short as this has been compiled: an interpreted one takes milliseconds. */
  private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(150);

  /** Short evaluations, one after the other, that are proof enough. */
  private static final int PROOF = 3;

  /** Between two evaluations the processor is the compiler's and the readers'. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

  /** A machine that needs longer compiles the kernels while it trains. */
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(1);

  /** What the first evaluation would lose without. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(300);

  private final Architecture network;
  private final Hyperparameters hyperparameters;
  private final Thread thread = new Thread(this::run, "fovea-warm-up");
  private volatile boolean over;

  WarmUp(Architecture network, Hyperparameters hyperparameters) {
    this.network = network.withInputs(COLUMNS).withHidden(COLUMNS);
    this.hyperparameters = hyperparameters;
  }

  /** Begins with the kernels of such a network. It ends by itself. */
  public static WarmUp begin(Architecture network, Hyperparameters hyperparameters) {
    WarmUp warmUp = new WarmUp(network, hyperparameters);
    warmUp.thread.setDaemon(true);
    warmUp.thread.start();
    return warmUp;
  }

  void run() {
    float[] x = new float[EXAMPLES * COLUMNS];
    Arrays.fill(x, 0.5f);
    long began = System.nanoTime();
    try (Team team = new Team(1)) {
      BatchCost cost = Batch.of(network, hyperparameters, x, EXAMPLES, team).objective();
      float[] theta = Parameters.random(network, 0);
      float[] gradient = new float[theta.length];
      int proof = 0;
      while (proof < PROOF && !over && System.nanoTime() - began < LONGEST) {
        long from = System.nanoTime();
        cost.valueAndGradient(theta, gradient);
        boolean isShort = System.nanoTime() - from < SHORT;
        proof = isShort ? proof + 1 : 0;
        if (!isShort) LockSupport.parkNanos(PAUSE);
      }
    }
  }

  /** Waits until the kernels are compiled, for a while at most, and ends it. */
  public void end() {
    try {
      thread.join(LONGEST_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    over = true;
  }
}
