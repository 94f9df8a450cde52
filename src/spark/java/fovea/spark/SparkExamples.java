package fovea.spark;

import fovea.model.Architecture;
import fovea.train.ShardGroups;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Examples in a fixed order, of which executors can get any part. */
sealed interface SparkExamples permits SparkInput, FrameExamples {
  /** The sizes of shards are ints, and so are their sums. */
  int MOST_ROWS = 2_000_000_000;

  /** What they are read from, for messages. */
  String source();

  /** Examples, N. */
  int rows();

  /** Values in an example, D. */
  int columns();

  /**
   * Measures the columns of some of the examples.
   *
   * @param choice the examples
   */
  Columns measure(JavaSparkContext spark, Choice choice);

  /**
   * Some of the examples in groups of shards, the group of {@link TreeOrder} in each partition.
   *
   * @param choice the examples, whose numbers are those of {@code layout}
   */
  Groups groups(
      JavaSparkContext spark,
      Choice choice,
      Architecture architecture,
      ShardGroups layout,
      Sight sight);

  /**
   * The groups of a batch, each in a partition of its own.
   *
   * @param release frees what they are made from, when they are not needed any more
   */
  record Groups(JavaRDD<Loaded> loaded, Runnable release) {}
}
