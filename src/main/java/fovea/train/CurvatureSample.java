package fovea.train;

import fovea.model.NetworkShape;
import java.io.Serializable;

/**
 * The shards that curvature is measured on: every stride-th, from the first on. The stride is the largest of 8, 4, 2
 * and 1 that leaves four times as many examples as a moment has rows, so that moments can be inverted; it depends on
 * N, D and H alone. Strides and groups of shards are powers of two, so the shards of a group that are in the sample
 * are a whole subtree of its pairwise tree.
 *
 * @param shards of the batch
 * @param stride from one shard of the sample to the next
 */
public record CurvatureSample(Shards shards, int stride) implements Serializable {
  private static final int MOST = 8;
  private static final int EXAMPLES_A_ROW = 4;

  static CurvatureSample of(Shards shards, NetworkShape shape) {
    long wanted = EXAMPLES_A_ROW * (Math.max(shape.inputs(), shape.hidden()) + 1L);
    int stride = MOST;
    while (stride > 1 && new CurvatureSample(shards, stride).examples() < wanted) stride /= 2;
    return new CurvatureSample(shards, stride);
  }

  /** Shards in the sample. */
  int count() {
    return (shards.count() + stride - 1) / stride;
  }

  /** The shard of the batch that is number {@code i} of the sample. */
  int shard(int i) {
    return i * stride;
  }

  /** Examples in the sample. */
  int examples() {
    int sum = 0;
    for (int i = 0; i < count(); i++) sum += shards.length(shard(i));
    return sum;
  }

  /** Whether a group has shards of the sample. */
  public boolean isIn(ShardGroups groups, int group) {
    return groups.firstShard(group) % stride == 0;
  }

  /** What number a group with shards of the sample has among those that have any. */
  public int number(ShardGroups groups, int group) {
    return groups.firstShard(group) / Math.max(stride, 1 << groups.levels());
  }

  /** How many groups have shards of the sample. */
  public int groups(ShardGroups groups) {
    int unit = Math.max(stride, 1 << groups.levels());
    return (shards.count() + unit - 1) / unit;
  }
}
