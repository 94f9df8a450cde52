package fovea.report;

import java.util.Arrays;

/**
 * How many values lie in each of some bins of equal width. Bin i holds the values from i·width up to, but without, (i
 * + 1)·width. The last bin holds the values at its upper end too.
 *
 * @param counts of the values in each bin
 */
record Histogram(double width, long[] counts) {
  /** {@code bins} bins from 0 to {@code high}; values outside count for the nearest bin. */
  static Histogram of(double[] values, double high, int bins) {
    long[] counts = new long[bins];
    for (double value : values) counts[bin(value, high, bins)]++;
    return new Histogram(high / bins, counts);
  }

  /** Where a value belongs among {@code bins} bins from 0 to {@code high}. */
  static int bin(double value, double high, int bins) {
    return Math.clamp((long) Math.floor(value / high * bins), 0, bins - 1);
  }

  /**
   * Whole numbers from 0 to the largest that occurs. A bin holds one number, or several where there would otherwise be
   * more than {@code mostBins} bins.
   *
   * @param times how often each number occurs
   */
  static Histogram ofWholeNumbers(long[] times, int mostBins) {
    int numbers = times.length;
    while (numbers > 1 && times[numbers - 1] == 0) numbers--;
    int group = Math.ceilDiv(numbers, mostBins);
    long[] counts = new long[Math.ceilDiv(numbers, group)];
    for (int number = 0; number < numbers; number++) counts[number / group] += times[number];
    return new Histogram(group, counts);
  }

  /** Share of all values that lie in a bin, 0 to 1. */
  double share(int bin) {
    long all = Arrays.stream(counts).sum();
    return all == 0 ? 0 : (double) counts[bin] / all;
  }

  /** The largest share. */
  double highest() {
    double highest = 0;
    for (int bin = 0; bin < counts.length; bin++) highest = Math.max(highest, share(bin));
    return highest;
  }
}
