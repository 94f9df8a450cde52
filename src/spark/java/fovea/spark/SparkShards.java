package fovea.spark;

import fovea.data.InputException;
import fovea.train.ActivationSums;
import fovea.train.ColumnSums;
import fovea.train.DistributedObjective;
import fovea.train.FloatSums;
import fovea.train.PairwiseSums;
import fovea.train.ShardGroup;
import fovea.train.ShardGroups;
import fovea.train.ShardSample;
import java.util.Comparator;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * The examples of a batch as the partitions of an RDD, a group of shards in each, cached in the executors' memory; what
 * does not fit there is on their disks. A group that is lost with its executor is read from the input again.
 */
final class SparkShards implements DistributedObjective.Workers, AutoCloseable {
  private final JavaSparkContext spark;
  private final ShardGroups layout;
  private final JavaRDD<Loaded> loaded;
  private final JavaRDD<ShardGroup> groups;
  private final Runnable release;
  private Optional<Broadcast<float[]>> theta = Optional.empty();

  /** Nothing is read before it is needed. */
  SparkShards(JavaSparkContext spark, ShardGroups layout, SparkExamples.Groups what) {
    this.spark = spark;
    this.layout = layout;
    loaded = what.loaded().persist(StorageLevel.MEMORY_AND_DISK());
    groups = loaded.map(Loaded::group);
    release = what.release();
  }

  /**
   * Reads all examples.
   *
   * @throws InputException naming one that cannot be used, the first of them
   */
  void check() {
    loaded.filter(group -> !group.isUsable()).collect().stream()
        .min(Comparator.comparingInt(Loaded::index))
        .ifPresent(group -> {
          throw new InputException(group.problem());
        });
  }

  @Override
  public ActivationSums forward(float[] theta, ShardSample sample) {
    this.theta.ifPresent(Broadcast::destroy);
    Broadcast<float[]> sent = spark.broadcast(theta.clone());
    this.theta = Optional.of(sent);
    return ofSample(
        groups, layout, sample, group -> group.forward(sent.value(), sent.id(), sample));
  }

  @Override
  public FloatSums backward(float[] slope, boolean gradientWanted, ShardSample sample) {
    Broadcast<float[]> sent = theta.orElseThrow();
    float[] s = slope.clone();
    return ofSample(
        groups,
        layout,
        sample,
        group -> group.backward(sent.value(), s, sent.id(), gradientWanted, sample));
  }

  @Override
  public FloatSums inputMoments(ShardSample sample) {
    return ofSample(groups, layout, sample, group -> group.inputMoments(sample));
  }

  @Override
  public FloatSums moments(ShardSample sample) {
    Broadcast<float[]> sent = theta.orElseThrow();
    return ofSample(
        groups, layout, sample, group -> group.moments(sent.value(), sent.id(), sample));
  }

  @Override
  public ColumnSums columnSums(ShardSample sample) {
    return ofSample(groups, layout, sample, group -> group.columnSums(sample));
  }

  @Override
  public ColumnSums squares(double[] mean, ShardSample sample) {
    Broadcast<double[]> sent = spark.broadcast(mean);
    return ofSample(groups, layout, sample, group -> group.squares(sent.value(), sample));
  }

  /** Static, so that nothing but the parts' function goes to the executors. */
  private static <T extends PairwiseSums.Summand<T>> T ofSample(
      JavaRDD<ShardGroup> groups,
      ShardGroups layout,
      ShardSample sample,
      Function<ShardGroup, T> part) {
    return groups
        .filter(group -> sample.isIn(layout, group.index()))
        .treeAggregate(
            new PairwiseSums<T>(),
            (sums, group) -> sums.add(sample.number(layout, group.index()), part.call(group)),
            PairwiseSums::addAll,
            TreeOrder.DEPTH)
        .total(sample.groups(layout));
  }

  /** Lets the executors forget the examples. */
  @Override
  public void close() {
    theta.ifPresent(Broadcast::destroy);
    loaded.unpersist(false);
    release.run();
  }
}
