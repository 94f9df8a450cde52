package fovea.spark;

import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.train.Batch;
import fovea.train.DistributedObjective;
import fovea.train.ShardGroups;
import fovea.train.Shards;
import org.apache.spark.api.java.JavaSparkContext;

/** A batch that the executors of a Spark application hold between them; closing it frees their memory. */
final class SparkTrainer implements AutoCloseable {
  /** Examples and activations of a partition, at most, where the user does not say how many there are to be. */
  private static final long PARTITION_BYTES = 64 << 20;

  private final SparkShards shards;
  private final Batch batch;
  private final int partitions;

  /**
   * Gets the examples into the executors' memory.
   *
   * @param wanted {@link SparkSettings#partitions}
   * @throws fovea.data.InputException if the examples cannot be used
   */
  SparkTrainer(
      JavaSparkContext spark,
      SparkData.Part part,
      Architecture architecture,
      Hyperparameters hyperparameters,
      int wanted,
      Sight sight) {
    int n = part.rows();
    ShardGroups groups =
        ShardGroups.of(Shards.of(n), wanted > 0 ? wanted : partitions(spark, n, architecture));
    partitions = groups.count();
    shards = new SparkShards(
        spark, groups, part.from().groups(spark, part.choice(), architecture, groups, sight));
    try {
      shards.check();
      batch = Batch.of(new DistributedObjective(architecture, hyperparameters, n, shards));
    } catch (RuntimeException e) {
      shards.close();
      throw e;
    }
  }

  private static int partitions(JavaSparkContext spark, int n, Architecture architecture) {
    long bytes = 4L * n * (architecture.shape().inputs() + architecture.shape().hidden());
    return (int) Math.max(2L * spark.defaultParallelism(), bytes / PARTITION_BYTES);
  }

  /** What is trained on. */
  Batch batch() {
    return batch;
  }

  int partitions() {
    return partitions;
  }

  @Override
  public void close() {
    shards.close();
  }
}
