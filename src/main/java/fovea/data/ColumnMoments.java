package fovea.data;

import java.util.Arrays;

/**
 * What is known of the columns of a table after two readings. Sums are double, examples in ascending order; values that
 * are missing, NaN, count nowhere.
 *
 * @param missing their numbers
 * @param deviation standard deviations: squares are divided by the number of values, not by one less
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record ColumnMoments(
    long[] missing, double[] mean, double[] deviation, double[] least, double[] largest) {
  static ColumnMoments of(ExampleSource source) {
    int d = source.shape().size();
    long n = source.count();
    long[] missing = new long[d];
    double[] mean = new double[d];
    double[] least = new double[d];
    double[] largest = new double[d];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    source.forEachPiece((values, count) -> {
      for (int i = 0; i < count * d; i++) {
        if (Float.isNaN(values[i])) {
          missing[i % d]++;
          continue;
        }
        mean[i % d] += values[i];
        least[i % d] = Math.min(least[i % d], values[i]);
        largest[i % d] = Math.max(largest[i % d], values[i]);
      }
    });
    for (int k = 0; k < d; k++) mean[k] /= n - missing[k];
    double[] deviation = new double[d];
    source.forEachPiece((values, count) -> {
      for (int i = 0; i < count * d; i++) {
        if (Float.isNaN(values[i])) continue;
        double offset = values[i] - mean[i % d];
        deviation[i % d] += offset * offset;
      }
    });
    for (int k = 0; k < d; k++) deviation[k] = Math.sqrt(deviation[k] / (n - missing[k]));
    return new ColumnMoments(missing, mean, deviation, least, largest);
  }
}
