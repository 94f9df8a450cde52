package fovea.spark;

import fovea.data.InputException;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Measures the columns of files, each executor some of the rows: sums are exact, so no bit depends on which. */
record ColumnFit(ChosenRows rows, Pieces pieces, SerializableConfiguration hadoop)
    implements Serializable {
  static Columns of(JavaSparkContext spark, ChosenRows rows) {
    Pieces pieces = Pieces.of(spark, rows);
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    Broadcast<ColumnFit> fit = spark.broadcast(new ColumnFit(rows, pieces, hadoop));
    try {
      return columns(pieces.numbers(spark), fit).treeReduce(Columns::merge);
    } finally {
      fit.destroy();
    }
  }

  /** Static, so that nothing else goes to the executors. */
  private static JavaRDD<Columns> columns(JavaRDD<Integer> pieces, Broadcast<ColumnFit> fit) {
    return pieces.map(piece -> fit.value().columns(piece));
  }

  private Columns columns(int piece) throws IOException {
    int d = rows.input().columns();
    int first = pieces.first(piece);
    try {
      float[] raw = rows.read(hadoop.value(), first, pieces.length(piece));
      return Columns.none(d).with(raw, d, first, i -> rows.place(first + i));
    } catch (InputException e) {
      return Columns.unusable(d, first, e);
    }
  }
}
