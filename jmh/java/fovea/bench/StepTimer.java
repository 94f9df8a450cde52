package fovea.bench;

import fovea.kernels.Team;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.train.BatchObjective;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times our step in the way that {@code jmh/peers} times the others: warm up for two seconds, then as many steps as fit
 * five, one by one. Prints the median and the cost as JSON. For the peers' comparison only; {@link StepBenchmark} is
 * the measurement.
 */
public final class StepTimer {
  private static final long WARM_UP = 2_000_000_000L;
  private static final long MEASURE = 5_000_000_000L;

  private StepTimer() {}

  /** @param args N, D-H and threads, each with a default: 10240 256-64 all */
  public static void main(String[] args) {
    int n = Integer.parseInt(args.length > 0 ? args[0] : "10240");
    NetworkShape shape = Networks.parse(args.length > 1 ? args[1] : "256-64");
    int threads = ThreadCount.parse(args.length > 2 ? args[2] : "all");
    float[] theta = Synthetic.theta(shape);
    float[] gradient = new float[theta.length];
    try (Team team = new Team(threads)) {
      BatchObjective step =
          new BatchObjective(shape, Hyperparameters.DEFAULT, Synthetic.examples(n, shape), n, team);
      long start = System.nanoTime();
      double cost;
      do cost = step.valueAndGradient(theta, gradient);
      while (System.nanoTime() - start < WARM_UP);

      double[] times = new double[1 << 16];
      int count = 0;
      start = System.nanoTime();
      do {
        long before = System.nanoTime();
        step.valueAndGradient(theta, gradient);
        times[count++] = (System.nanoTime() - before) / 1e6;
      } while (count < times.length && System.nanoTime() - start < MEASURE);
      Arrays.sort(times, 0, count);
      System.out.printf(
          Locale.ROOT,
          "{\"name\": \"fovea\", \"median_ms\": %.4f, \"steps\": %d, \"threads\": %d, \"cost\": %.9g}%n",
          times[count / 2],
          count,
          threads,
          cost);
    }
  }
}
