package fovea.train;

import java.io.Serializable;

/**
 * How the shards of a batch are given out where its examples are in several places: in aligned groups of 2^levels.
 * Each is a whole subtree of the pairwise tree, so the size of groups changes no bit.
 *
 * @param shards the cut of the batch
 * @param levels of the tree that are inside a group, 0 to 30
 */
public record ShardGroups(Shards shards, int levels) implements Serializable {
  /** @throws IllegalArgumentException if there cannot be so many levels */
  public ShardGroups {
    if (levels < 0 || levels > 30)
      throw new IllegalArgumentException("levels must be between 0 and 30, not " + levels);
  }

  /**
   * The largest groups of which there are at least {@code wanted}, or one for each shard where there are not so many.
   */
  public static ShardGroups of(Shards shards, int wanted) {
    int levels = 0;
    while (levels < 30 && new ShardGroups(shards, levels + 1).count() >= wanted) levels++;
    return new ShardGroups(shards, levels);
  }

  /** Number of groups. */
  public int count() {
    return ((shards.count() - 1) >> levels) + 1;
  }

  /** First shard of a group, counted from the batch's first. */
  public int firstShard(int group) {
    return group << levels;
  }

  /** How many shards a group has: 2^levels, but maybe fewer in the last. */
  public int shardsOf(int group) {
    return (int) Math.min(shards.count() - firstShard(group), 1L << levels);
  }

  /** First example of a group, counted from the batch's first. */
  public int start(int group) {
    return shards.start(firstShard(group));
  }

  /** How many examples a group has. */
  public int length(int group) {
    int last = firstShard(group) + shardsOf(group) - 1;
    return shards.start(last) + shards.length(last) - start(group);
  }
}
