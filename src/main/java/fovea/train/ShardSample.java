package fovea.train;

import fovea.model.NetworkShape;
import java.io.Serializable;

/**
 * A fixed sample of a batch: every stride-th of its shards, from the first on. Training may begin on one, and curvature
 * is measured on one. Strides and groups of shards are powers of two, so the shards of a group that are in the sample
 * are a whole subtree of the sample's pairwise tree: its sums have the same bits wherever the shards are.
 *
 * @param shards of the batch
 * @param stride from one shard of the sample to the next, a power of two
 */
public record ShardSample(Shards shards, int stride) implements Serializable {
  private static final int MOST = 8;
  private static final int EXAMPLES_A_ROW = 4;
  private static final int ENOUGH = 2048;

  /** All shards. */
  static ShardSample all(Shards shards) {
    return new ShardSample(shards, 1);
  }

  /** Every stride-th shard of this sample. */
  ShardSample every(int stride) {
    return new ShardSample(shards, Math.multiplyExact(this.stride, stride));
  }

  /**
   * The shards that the moment of the inputs is measured on: every eighth, fourth or second of this sample, or all. It
   * is the least that leaves four times as many examples as a moment has rows, so that moments can be inverted; it
   * depends on N, D and H alone.
   */
  ShardSample forInputs(NetworkShape shape) {
    return least(rows(Math.max(shape.inputs(), shape.hidden())));
  }

  /**
   * Likewise for what is measured again and again, with activations and slopes: if the inputs want more than
   * {@value #ENOUGH} examples, only as many as the activations want, but no fewer than that.
   */
  ShardSample forLayers(NetworkShape shape) {
    long most = Math.max(ENOUGH, rows(shape.hidden()));
    return least(Math.min(most, rows(Math.max(shape.inputs(), shape.hidden()))));
  }

  private static long rows(int width) {
    return EXAMPLES_A_ROW * (width + 1L);
  }

  private ShardSample least(long examples) {
    int every = MOST;
    while (every > 1 && every(every).examples() < examples) every /= 2;
    return every(every);
  }

  /** Shards in the sample. */
  int count() {
    return of(shards.count());
  }

  /** How many are in the sample of so many shards that begin with one of it. */
  int of(int shards) {
    return (shards + stride - 1) / stride;
  }

  /** The shard of the batch that is number {@code i} of the sample. */
  int shard(int i) {
    return i * stride;
  }

  /** Examples in a shard of the sample. */
  int length(int i) {
    return shards.length(shard(i));
  }

  /** Examples in the sample. */
  int examples() {
    int last = count() - 1;
    return last * shards.size() + length(last);
  }

  /** Whether a group has shards of the sample. */
  public boolean isIn(ShardGroups groups, int group) {
    return groups.firstShard(group) % stride == 0;
  }

  /** What number a group with shards of the sample has among those that have any. */
  public int number(ShardGroups groups, int group) {
    return groups.firstShard(group) / unit(groups);
  }

  /** How many groups have shards of the sample. */
  public int groups(ShardGroups groups) {
    return (shards.count() + unit(groups) - 1) / unit(groups);
  }

  private int unit(ShardGroups groups) {
    return Math.max(stride, 1 << groups.levels());
  }
}
