package fovea.train;

/**
 * How far the values of some examples spread.
 *
 * @param squares Σ(x − x̄)² over all N·D values, x̄ the mean of the value's column; NaN when no column varies
 * @param rms the root of the mean square of all N·D values
 */
public record Spread(double squares, double rms) {
  /** Of the values of x, n×D, row-major. */
  public static Spread of(float[] x, int n, int d) {
    double[] means = ColumnSums.of(x, 0, n, d).means(n);
    return of(means, ColumnSums.squares(x, 0, n, means), n);
  }

  /**
   * From sums over n examples.
   *
   * @param means of the columns
   * @param about what {@link ColumnSums#squares} of all examples gives, with these means
   */
  static Spread of(double[] means, ColumnSums about, int n) {
    double squares = about.values()[0];
    double mean = 0;
    for (double m : means) mean += m * m;
    return new Spread(
        squares > 0 ? squares : Double.NaN, Math.sqrt((squares / n + mean) / means.length));
  }
}
