package fovea.data;

import java.util.Arrays;

/**
 * The quartiles of a column, between two values on a straight line (Hyndman and Fan, "Sample quantiles in statistical
 * packages", The American Statistician 50, 1996, definition 7).
 */
record Quartiles(double first, double median, double third) {
  /** @param column its values, at least one; sorted here */
  static Quartiles of(float[] column) {
    Arrays.sort(column);
    return new Quartiles(at(column, 0.25), at(column, 0.5), at(column, 0.75));
  }

  private static double at(float[] sorted, double part) {
    double place = part * (sorted.length - 1);
    int below = (int) place;
    double value = sorted[below];
    return place == below ? value : value + (place - below) * (sorted[below + 1] - value);
  }
}
