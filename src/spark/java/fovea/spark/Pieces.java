package fovea.spark;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Rows of files in pieces, for what is measured before training.
 *
 * @param rows how many there are
 * @param count of the pieces
 */
record Pieces(int rows, int count) implements Serializable {
  /** Bytes of rows in a piece, at most. */
  private static final long BYTES = 64 << 20;

  static Pieces of(JavaSparkContext spark, ChosenRows rows) {
    int n = rows.choice().count();
    long large = 4L * n * rows.input().columns() / BYTES;
    return new Pieces(n, (int) Math.min(n, Math.max(2L * spark.defaultParallelism(), large + 1)));
  }

  /** Their numbers, each in a partition of its own. */
  JavaRDD<Integer> numbers(JavaSparkContext spark) {
    List<Integer> numbers = IntStream.range(0, count).boxed().toList();
    return spark.parallelize(numbers, count);
  }

  /** The first row of a piece. */
  int first(int piece) {
    return (int) ((long) rows * piece / count);
  }

  /** The number of its rows. */
  int length(int piece) {
    return first(piece + 1) - first(piece);
  }
}
