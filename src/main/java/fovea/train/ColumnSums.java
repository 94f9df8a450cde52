package fovea.train;

/**
 * Sums in double over some examples.
 *
 * @param values one for each of D columns, or a single one for all of them; {@link #plus} adds to it in place
 */
@SuppressWarnings("ArrayRecordComponent") // sent and added, never compared
public record ColumnSums(double[] values) implements PairwiseSums.Summand<ColumnSums> {
  /** Sums of the columns of x (rows×D, row-major, from {@code at}), each a chain over ascending rows. */
  static ColumnSums of(float[] x, int at, int rows, int d) {
    double[] sums = new double[d];
    for (int i = 0; i < rows; i++) for (int k = 0; k < d; k++) sums[k] += x[at + i * d + k];
    return new ColumnSums(sums);
  }

  /** Σ(x − mean)² over all values of x, likewise. */
  static ColumnSums squares(float[] x, int at, int rows, double[] mean) {
    int d = mean.length;
    double squares = 0;
    for (int i = 0; i < rows; i++)
      for (int k = 0; k < d; k++) {
        double deviation = x[at + i * d + k] - mean[k];
        squares += deviation * deviation;
      }
    return new ColumnSums(new double[] {squares});
  }

  /** The means, where these are the sums of n examples. */
  public double[] means(int n) {
    double[] means = values.clone();
    for (int k = 0; k < means.length; k++) means[k] /= n;
    return means;
  }

  @Override
  public ColumnSums plus(ColumnSums other) {
    for (int k = 0; k < values.length; k++) values[k] += other.values[k];
    return this;
  }
}
