package fovea.train;

import fovea.kernels.Team;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Sums in double over some examples.
 *
 * @param values one for each of D columns, or a single one for all of them; {@link #plus} adds to it in place
 */
@SuppressWarnings("ArrayRecordComponent") // sent and added, never compared
public record ColumnSums(double[] values) implements PairwiseSums.Summand<ColumnSums> {
  /** Sums of the columns of x (rows×D, row-major, from {@code at}), each a chain over ascending rows. */
  static ColumnSums of(float[] x, int at, int rows, int d) {
    double[] sums = new double[d];
    for (int i = 0; i < rows; i++) for (int k = 0; k < d; k++) sums[k] += x[at + i * d + k];
    return new ColumnSums(sums);
  }

  /** Σ(x − mean)² over all values of x, likewise. */
  static ColumnSums squares(float[] x, int at, int rows, double[] mean) {
    int d = mean.length;
    double squares = 0;
    for (int i = 0; i < rows; i++)
      for (int k = 0; k < d; k++) {
        double deviation = x[at + i * d + k] - mean[k];
        squares += deviation * deviation;
      }
    return new ColumnSums(new double[] {squares});
  }

  /** What a shard gives. */
  @FunctionalInterface
  interface OfShard {
    /** Of x, rows×D, row-major, from its start. */
    ColumnSums of(float[] x, int rows);
  }

  /** What all shards give together. Each thread of the team takes the next shard that nobody has, and reads it. */
  static ColumnSums ofAll(Shards shards, Supplier<Rows> rows, int d, Team team, OfShard ofShard) {
    PairwiseSums<ColumnSums> sums = new PairwiseSums<>();
    AtomicInteger next = new AtomicInteger();
    team.run(thread -> {
      Rows own = rows.get();
      float[] x = new float[Math.multiplyExact(Math.min(shards.size(), shards.examples()), d)];
      for (int shard = next.getAndIncrement();
          shard < shards.count();
          shard = next.getAndIncrement()) {
        own.read(shards.start(shard), shards.length(shard), x);
        ColumnSums its = ofShard.of(x, shards.length(shard));
        synchronized (sums) {
          sums.add(shard, its);
        }
      }
    });
    return sums.total(shards.count());
  }

  /** The means, where these are the sums of n examples. */
  public double[] means(int n) {
    double[] means = values.clone();
    for (int k = 0; k < means.length; k++) means[k] /= n;
    return means;
  }

  @Override
  public ColumnSums plus(ColumnSums other) {
    for (int k = 0; k < values.length; k++) values[k] += other.values[k];
    return this;
  }
}
