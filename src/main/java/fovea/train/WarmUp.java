package fovea.train;

import fovea.kernels.Lanes;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.Parameters;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Evaluates a tiny batch again and again on a thread of its own, from its making until it is closed. While examples are
 * being read, the compiler learns of the kernels; otherwise the first evaluation waits for it, as long as a hundred
 * others take. Nothing comes of it but that (docs/starting.md).
 */
public final class WarmUp implements AutoCloseable {
  private static final int EXAMPLES = Lanes.ROW_MULTIPLE;

  /** One panel: so few that methods are compiled for being called often, not inside of a call for its long loops. */
  private static final int COLUMNS = Lanes.padded(1);

  /** By then all kernels are compiled. */
  private static final int EVALUATIONS = 200;

  /** In which the processor is left to the compiler and to those who read. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

  private final Architecture network;
  private final Hyperparameters hyperparameters;
  private volatile boolean over;

  private WarmUp(Architecture network, Hyperparameters hyperparameters) {
    this.network = network.withInputs(COLUMNS).withHidden(COLUMNS);
    this.hyperparameters = hyperparameters;
  }

  /** Begins, with the kernels of such a network. */
  public static WarmUp begin(Architecture network, Hyperparameters hyperparameters) {
    WarmUp warmUp = new WarmUp(network, hyperparameters);
    Thread thread = new Thread(warmUp::run, "fovea-warm-up");
    thread.setDaemon(true);
    thread.start();
    return warmUp;
  }

  private void run() {
    float[] x = new float[EXAMPLES * COLUMNS];
    Arrays.fill(x, 0.5f);
    try (Team team = new Team(1)) {
      BatchCost cost = Batch.of(network, hyperparameters, x, EXAMPLES, team).objective();
      float[] theta = Parameters.random(network, 0);
      float[] gradient = new float[theta.length];
      for (int i = 0; i < EVALUATIONS && !over; i++) {
        cost.valueAndGradient(theta, gradient);
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  /** Ends it, soon. */
  @Override
  public void close() {
    over = true;
  }
}
