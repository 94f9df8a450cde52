package fovea.train;

import fovea.kernels.Lanes;
import fovea.model.Architecture;
import fovea.model.NetworkShape;
import fovea.optimize.Optimizer;

/**
 * Bytes that a training holds at the same time, at least: what is as large as the data or the weights, not what is
 * small.
 *
 * @param examples the batches' own copies of what the network sees and is to give back
 * @param activations of the hidden units in every example
 * @param sums of gradients over shards, and what threads work in
 * @param optimizer theta, gradients, the best point and what the optimiser remembers
 */
public record MemoryNeed(long examples, long activations, long sums, long optimizer) {
  /** Vectors as long as theta besides those of the optimiser: theta and the best point. */
  private static final long VECTORS = 2;

  /**
   * What a training needs.
   *
   * @param heldOut examples, 0 if there are none
   * @param corrupted whether the network sees other values than it is to give back
   * @param streamed whether training examples are read in every step rather than held
   */
  public static MemoryNeed of(
      Architecture architecture,
      int examples,
      int heldOut,
      boolean corrupted,
      boolean streamed,
      int threads,
      Optimizer optimizer) {
    MemoryNeed training =
        batch(architecture.shape(), examples, streamed ? 0 : corrupted ? 2 : 1, threads);
    MemoryNeed unseen = heldOut == 0
        ? new MemoryNeed(0, 0, 0, 0)
        : batch(architecture.shape(), heldOut, 1, threads);
    // A sample has sums of its own, beside those of the whole batch.
    long sample = optimizer.isProgressive() && examples > Growth.MANY ? training.sums : 0;
    return new MemoryNeed(
        training.examples + unseen.examples,
        training.activations + unseen.activations,
        training.sums + sample + unseen.sums,
        Float.BYTES * parameters(architecture) * (VECTORS + optimizer.vectors())
            + optimizer.matrices(
                architecture.shape().inputs(), architecture.shape().hidden()));
  }

  /** All of it. */
  public long bytes() {
    return examples + activations + sums + optimizer;
  }

  /** @param copies of the examples that are held; 0 if they are read in every step */
  private static MemoryNeed batch(NetworkShape shape, int n, int copies, int threads) {
    Shards shards = Shards.of(n);
    long d = Lanes.padded(shape.inputs());
    long h = Lanes.padded(shape.hidden());
    long capacity = BatchObjective.blockRows(shape, shards);
    long blocks = (shards.count() - 1) * ceil(shards.size(), capacity)
        + ceil(shards.length(shards.count() - 1), capacity);
    // ∇W1 and ∇W2 once for each group of shards, and once for each thread at work.
    long sum = 2 * d * h + h + 2 * d;
    long groups =
        SumTree.groups(shards.count(), BatchObjective.maxGroups(Float.BYTES * sum, threads));
    long scratch = threads * capacity * (d + h);
    if (copies == 0) {
      // Of each thread: a shard as it is read, packed, and its activations.
      blocks = threads * ceil(shards.size(), capacity);
      scratch += (long) threads * shards.size() * d;
    }
    return new MemoryNeed(
        blocks * capacity * d * Math.max(1, copies) * Float.BYTES,
        blocks * capacity * h * Float.BYTES,
        Float.BYTES * (groups * sum + scratch),
        0);
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }

  private static long parameters(Architecture architecture) {
    long d = architecture.shape().inputs();
    long h = architecture.shape().hidden();
    return (architecture.tied() ? 1 : 2) * d * h + h + d;
  }
}
