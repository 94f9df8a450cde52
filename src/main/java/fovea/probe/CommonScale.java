package fovea.probe;

/**
 * Brings features to one scale, so that a weight decay means the same for all kinds of them: less the mean of each
 * column, by the root of the columns' mean variance. One unit for all columns leaves directions and distances as they
 * are, and columns that hardly vary stay small.
 *
 * @param mean of each column
 * @param unit what differences are divided by
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record CommonScale(double[] mean, double unit) {
  /** Measures n×d values, row-major, in the order of the rows. */
  static CommonScale of(float[] x, int n, int d) {
    double[] mean = new double[d];
    for (int i = 0; i < n; i++) for (int k = 0; k < d; k++) mean[k] += x[i * d + k];
    for (int k = 0; k < d; k++) mean[k] /= n;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        double difference = x[i * d + k] - mean[k];
        squares += difference * difference;
      }
    }
    double unit = Math.sqrt(squares / n / d);
    return new CommonScale(mean, unit > 0 && unit <= Double.MAX_VALUE ? unit : 1);
  }

  /** One row. */
  void apply(float[] x, int at, float[] to, int toAt) {
    for (int k = 0; k < mean.length; k++) to[toAt + k] = (float) ((x[at + k] - mean[k]) / unit);
  }
}
