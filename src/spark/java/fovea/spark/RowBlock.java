package fovea.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * Consecutive rows of a DataFrame's partition.
 *
 * @param rows how many
 * @param columns values in a row; 0 where that is not known
 * @param values row-major
 * @param problem what is wrong with the row after them; empty if nothing is
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record RowBlock(int rows, int columns, float[] values, String problem) implements Serializable {
  /** A whole partition; the components are those of a block. */
  record Summary(int rows, int columns, String problem) implements Serializable {}

  /**
   * Those of the rows that are chosen.
   *
   * @param first the number of the first row
   */
  float[] chosen(Choice choice, int first) {
    float[] chosen = new float[rows * columns];
    int count = 0;
    for (int i = 0; i < rows; i++)
      if (choice.has(first + i))
        System.arraycopy(values, i * columns, chosen, count++ * columns, columns);
    return Arrays.copyOf(chosen, count * columns);
  }

  /** What is known of each partition, after all of them have been computed. */
  static List<Summary> summaries(JavaRDD<RowBlock> blocks) {
    return blocks.mapPartitions(RowBlock::summary).collect();
  }

  private static Iterator<Summary> summary(Iterator<RowBlock> blocks) {
    int rows = 0;
    int columns = 0;
    String problem = "";
    while (blocks.hasNext()) {
      RowBlock block = blocks.next();
      rows = Math.addExact(rows, block.rows());
      columns = block.columns();
      problem = block.problem();
    }
    return List.of(new Summary(rows, columns, problem)).iterator();
  }
}
