package fovea.report;

import fovea.data.ColumnNames;
import fovea.model.Autoencoder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far the reconstruction of each column of a table is off.
 *
 * @param names of the columns, if they have any
 * @param rmse root of the mean squared error of each column
 * @param deviation its standard deviation: the error of always answering with its mean
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record ColumnErrors(ColumnNames names, double[] rmse, double[] deviation) {
  /** Examples that are reconstructed at a time. */
  private static final int BLOCK = 1024;

  private static final int MOST_ROWS = 40;

  /** Of n examples (x: n×D, row-major). */
  static ColumnErrors of(Autoencoder network, ColumnNames names, float[] x, int n) {
    int d = network.shape().inputs();
    double[] squares = new double[d];
    double[] sum = new double[d];
    for (int i = 0; i < n * d; i++) sum[i % d] += x[i];
    double[] spread = new double[d];
    for (int from = 0; from < n; from += BLOCK) {
      int count = Math.min(BLOCK, n - from);
      float[] block = Arrays.copyOfRange(x, from * d, (from + count) * d);
      float[] output = new float[block.length];
      network.reconstructBatch(block, count, output);
      for (int i = 0; i < block.length; i++) {
        double error = (double) output[i] - block[i];
        double offset = block[i] - sum[i % d] / n;
        squares[i % d] += error * error;
        spread[i % d] += offset * offset;
      }
    }
    return new ColumnErrors(names, roots(squares, n), roots(spread, n));
  }

  private static double[] roots(double[] squares, int n) {
    return Arrays.stream(squares).map(sum -> Math.sqrt(sum / n)).toArray();
  }

  /** A table of the columns, those that are reconstructed worst first. */
  void write(Html html) {
    List<Integer> worst = IntStream.range(0, rmse.length)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -rmse[k]))
        .limit(MOST_ROWS)
        .toList();
    html.element("h3", "Error of each column").raw("\n<p>");
    html.text("The worst come first%s%s. Explained is the share of a column's variance that the"
                .formatted(
                    names.of(rmse.length).isEmpty() ? "; columns are counted from 1" : "",
                    rmse.length > MOST_ROWS
                        ? "; these are %d of %s".formatted(MOST_ROWS, Numbers.grouped(rmse.length))
                        : "")
            + " reconstruction explains.")
        .raw("</p>\n");
    html.table(
            List.of("column", "RMSE", "standard deviation", "explained"),
            worst.stream()
                .map(k -> List.of(
                    names.name(rmse.length, k),
                    Numbers.significant(rmse[k], 3),
                    Numbers.significant(deviation[k], 3),
                    deviation[k] > 0
                        ? Numbers.percent(1 - Math.pow(rmse[k] / deviation[k], 2), 1)
                        : "constant"))
                .toList())
        .raw("\n");
  }
}
