package fovea.report;

import fovea.data.ColumnNames;
import fovea.io.OwnErrors;
import fovea.model.Autoencoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How far the reconstruction of each column of a table is off.
 *
 * @param names of the columns, if they have any
 * @param rmse root of the mean squared error of each column
 * @param deviation its standard deviation: the error of always answering with its mean
 * @param own the same as rmse in the units that the columns were read in, if they were scaled
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record ColumnErrors(ColumnNames names, double[] rmse, double[] deviation, Optional<double[]> own) {
  /** Examples that are reconstructed at a time. */
  private static final int BLOCK = 1024;

  private static final int MOST_ROWS = 40;

  /** Of the examples that a report is about. */
  static ColumnErrors of(RunReport report) {
    Autoencoder network = report.network();
    float[] x = report.x();
    int n = report.raw().count();
    int d = network.shape().inputs();
    // Of whitened values none is missing.
    float[] raw = report.preprocessing().table().isPresent() ? report.raw().values() : x;
    double[] squares = new double[d];
    double[] sum = new double[d];
    int[] there = new int[d];
    for (int i = 0; i < n * d; i++) {
      if (Float.isNaN(raw[i])) continue;
      sum[i % d] += x[i];
      there[i % d]++;
    }
    double[] spread = new double[d];
    for (int from = 0; from < n; from += BLOCK) {
      int count = Math.min(BLOCK, n - from);
      float[] block = Arrays.copyOfRange(x, from * d, (from + count) * d);
      float[] output = new float[block.length];
      network.reconstructBatch(block, count, output);
      for (int i = 0; i < block.length; i++) {
        if (Float.isNaN(raw[from * d + i])) continue;
        double error = (double) output[i] - block[i];
        double offset = block[i] - sum[i % d] / there[i % d];
        squares[i % d] += error * error;
        spread[i % d] += offset * offset;
      }
    }
    Optional<double[]> own = OwnErrors.of(network, report.preprocessing(), report.raw(), x)
        .map(errors -> Arrays.stream(errors.mse()).map(Math::sqrt).toArray());
    return new ColumnErrors(
        report.raw().columns(), roots(squares, there), roots(spread, there), own);
  }

  private static double[] roots(double[] squares, int[] there) {
    return IntStream.range(0, squares.length)
        .mapToDouble(k -> Math.sqrt(squares[k] / Math.max(1, there[k])))
        .toArray();
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
    List<String> headline =
        new ArrayList<>(List.of("column", "RMSE", "standard deviation", "explained"));
    own.ifPresent(errors -> headline.add("RMSE in its own unit"));
    html.table(headline, worst.stream().map(this::row).toList()).raw("\n");
  }

  private List<String> row(int k) {
    List<String> row = new ArrayList<>(List.of(
        names.name(rmse.length, k),
        Numbers.significant(rmse[k], 3),
        Numbers.significant(deviation[k], 3),
        deviation[k] > 0
            ? Numbers.percent(1 - Math.pow(rmse[k] / deviation[k], 2), 1)
            : "constant"));
    own.ifPresent(errors -> row.add(Numbers.significant(errors[k], 3)));
    return row;
  }
}
