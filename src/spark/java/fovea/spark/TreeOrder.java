package fovea.spark;

/**
 * Which group of shards is in which partition. {@code RDD.treeAggregate} of depth 2 joins the partitions that are equal
 * modulo m on an executor and sends what they give to the driver; partitions that it joins hold neighbouring groups
 * here, so that whole subtrees come out of it. No bit depends on this: if Spark joined others, more sums would go to
 * the driver.
 */
final class TreeOrder {
  static final int DEPTH = 2;

  private TreeOrder() {}

  /** m for so many partitions; their number where all go to the driver as they are. */
  private static int joints(int partitions) {
    int scale = Math.max(2, (int) StrictMath.ceil(StrictMath.sqrt(partitions)));
    boolean joined = partitions > scale + (partitions + scale - 1) / scale;
    return joined ? partitions / scale : partitions;
  }

  /** The group of a partition. */
  static int group(int partition, int partitions) {
    int m = joints(partitions);
    int joint = partition % m;
    int before = joint * (partitions / m) + Math.min(joint, partitions % m);
    return before + partition / m;
  }
}
