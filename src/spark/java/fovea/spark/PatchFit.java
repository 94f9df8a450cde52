package fovea.spark;

import fovea.data.ExampleShape;
import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import java.io.IOException;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Measures the deviation of patches with the bits of one machine, which adds a number for each patch up in their order:
 * the executors make the numbers, the driver adds them up, a piece at a time.
 */
record PatchFit(
    ChosenRows rows, Pieces pieces, PatchColour colour, SerializableConfiguration hadoop)
    implements Serializable {
  /**
   * The numbers of a piece, or what is wrong with one of its patches.
   *
   * @param problem empty if nothing is
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, never compared
  private record Squares(int piece, double[] values, String problem) implements Serializable {}

  /**
   * The preprocessing of these rows.
   *
   * @throws InputException if they are no patches, or a value is not finite
   */
  static PatchPreprocessing of(JavaSparkContext spark, ChosenRows rows, PatchColour colour) {
    Pieces pieces = Pieces.of(spark, rows);
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    Broadcast<PatchFit> fit = spark.broadcast(new PatchFit(rows, pieces, colour, hadoop));
    JavaRDD<Squares> squares =
        squares(pieces.numbers(spark), fit).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      squares.filter(piece -> !piece.problem().isEmpty()).collect().stream()
          .min(Comparator.comparingInt(Squares::piece))
          .ifPresent(piece -> {
            throw new InputException(piece.problem());
          });
      double sum = 0;
      for (Iterator<Squares> each = squares.toLocalIterator(); each.hasNext(); )
        for (double s : each.next().values()) sum += s;
      SparkInput input = rows.input();
      return PatchPreprocessing.of(
          colour, input.source(), new ExampleShape.Row(input.columns()), sum, pieces.rows());
    } finally {
      squares.unpersist(false);
      fit.destroy();
    }
  }

  /** Static, so that nothing else goes to the executors. */
  private static JavaRDD<Squares> squares(JavaRDD<Integer> pieces, Broadcast<PatchFit> fit) {
    return pieces.map(piece -> fit.value().squares(piece));
  }

  private Squares squares(int piece) throws IOException {
    int first = pieces.first(piece);
    int count = pieces.length(piece);
    SparkInput input = rows.input();
    try {
      float[] raw = rows.read(hadoop.value(), first, count);
      Sight.requireFinite(raw, input.columns(), i -> rows.place(first + i));
      ExampleShape shape = new ExampleShape.Row(input.columns());
      return new Squares(
          piece, PatchPreprocessing.squares(colour, input.source(), shape, raw, count), "");
    } catch (InputException e) {
      return new Squares(piece, new double[0], String.valueOf(e.getMessage()));
    }
  }
}
