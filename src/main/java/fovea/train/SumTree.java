package fovea.train;

import fovea.kernels.Reductions;
import java.util.Arrays;

/**
 * Adds up equally long sums of many shards in the fixed pairwise tree (docs/numerics.md): shards 2i and 2i+1 are
 * joined, level by level; an odd last one goes up as it is.
 *
 * <p>Where all sums are at hand, {@link #join} is the whole tree. Where they are too many to be kept, shards come in
 * groups, each a whole subtree, and one thread works through a group in order. As in a binary counter, a group keeps
 * one finished subtree a level, and joins two as soon as both are there. The groups' sums are joined at last.
 *
 * <p>A step in one process uses this tree, since it allocates nothing and threads can share the last joins;
 * {@link PairwiseSums} is the same tree for sums that come in any order and from several machines.
 */
final class SumTree {
  private final int shards;
  private final int levels;
  private final int groups;

  /** [group]: its sum, once closed. */
  private final float[][] group;

  /**
   * [thread][level]: the finished subtree of 2^level shards that waits for its neighbour; the last is the open one.
   */
  private final float[][][] waiting;

  /**
   * @param length floats in a sum
   * @param threads how many threads work on groups at the same time
   */
  SumTree(int shards, int maxGroups, int length, int threads) {
    this.shards = shards;
    levels = levels(shards, maxGroups);
    groups = groups(shards, maxGroups);
    group = new float[groups][length];
    waiting = new float[threads][levels == 0 ? 0 : levels + 1][length];
  }

  private static int levels(int shards, int maxGroups) {
    int levels = 0;
    while (((shards - 1) >> levels) + 1 > maxGroups) levels++;
    return levels;
  }

  /** How many groups that makes. */
  static int groups(int shards, int maxGroups) {
    return ((shards - 1) >> levels(shards, maxGroups)) + 1;
  }

  int groups() {
    return groups;
  }

  /** First shard of a group. */
  int firstOf(int group) {
    return group << levels;
  }

  /** One past the last shard of a group. */
  int endOf(int group) {
    return Math.min(shards, (group + 1) << levels);
  }

  /** Zeros for the next shard's sums. Shards of a group come in ascending order; each is closed before the next. */
  float[] open(int thread, int group) {
    float[] sum = levels == 0 ? this.group[group] : waiting[thread][levels];
    Arrays.fill(sum, 0f);
    return sum;
  }

  /** The open shard's sums are complete. */
  void close(int thread, int group, int shard) {
    if (levels == 0) return;
    float[][] stack = waiting[thread];
    int index = shard - firstOf(group);
    int level = 0;
    // As in a binary counter, full subtrees join the open one and leave their places.
    for (; (index >> level & 1) == 1; level++) addInto(stack[level], stack[levels]);
    if (level == levels) {
      swap(this.group, group, stack, levels);
    } else {
      swap(stack, level, stack, levels);
    }
  }

  /** All shards of the group are closed. */
  void closeGroup(int thread, int group) {
    int count = endOf(group) - firstOf(group);
    if (levels == 0 || count == 1 << levels) return;
    // The last group may be short. What waits is joined from the right, as odd ones go up the tree
    // unchanged.
    float[][] stack = waiting[thread];
    int level = Integer.numberOfTrailingZeros(count);
    float[] sum = stack[level];
    System.arraycopy(sum, 0, this.group[group], 0, sum.length);
    for (level++; level < levels; level++)
      if ((count >> level & 1) == 1) addInto(stack[level], this.group[group]);
  }

  /** Joins the groups' sums, elements {@code from} to {@code to}. */
  void join(int from, int to) {
    join(group, from, to);
  }

  /** The sum of all shards, once every element is joined. */
  float[] total() {
    return group[0];
  }

  /**
   * Joins all parts into the first, from element {@code from} to {@code to}, and returns it. The others are used up.
   */
  static float[] join(float[][] parts, int from, int to) {
    for (int step = 1; step < parts.length; step *= 2)
      for (int i = 0; i + step < parts.length; i += 2 * step)
        Reductions.add(parts[i + step], parts[i], from, to);
    return parts[0];
  }

  /** The same of sums that know how to add. */
  static <T extends PairwiseSums.Summand<T>> T join(T[] parts) {
    for (int step = 1; step < parts.length; step *= 2)
      for (int i = 0; i + step < parts.length; i += 2 * step)
        parts[i] = parts[i].plus(parts[i + step]);
    return parts[0];
  }

  private static void addInto(float[] left, float[] right) {
    Reductions.add(left, right, 0, right.length);
  }

  private static void swap(float[][] a, int i, float[][] b, int j) {
    float[] t = a[i];
    a[i] = b[j];
    b[j] = t;
  }
}
