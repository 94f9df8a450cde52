package fovea.io;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * What {@code anomaly} asks of an example: its scores, and the columns that its score comes from. Rows of
 * {@link #summary} floats: the mean squared error, the score, and of each of the {@link #COLUMNS} columns with the
 * largest parts of the score its number and its share. With {@code perValue} the D squares stand behind them.
 */
public final class AnomalySteps {
  /** The columns that are named. */
  public static final int COLUMNS = 3;

  /** Where the columns begin. */
  public static final int FIRST_COLUMN = 2;

  private AnomalySteps() {}

  /** Floats in front of the squares, where an example has {@code d} values. */
  public static int summary(int d) {
    return FIRST_COLUMN + 2 * Math.min(COLUMNS, d);
  }

  /**
   * Sums up the squares that {@link ModelSteps#errors} gives with its {@code perValue}. A square that is not a number
   * is that of a value that was not there: it counts in no score.
   *
   * @param d values of an example
   * @param weights what the square of each column counts; none if each counts 1
   */
  public static IntFunction<RowStream.Step> of(
      IntFunction<RowStream.Step> errors, int d, double[] weights, boolean perValue) {
    int width = summary(d) + (perValue ? d : 0);
    double[] factors = new double[d];
    Arrays.setAll(factors, k -> weights.length == 0 ? 1 : weights[k]);
    return capacity -> {
      RowStream.Step step = errors.apply(capacity);
      float[] squares = new float[Math.multiplyExact(capacity, 1 + d)];
      double[] parts = new double[d];
      return (rows, n, out, at) -> {
        step.apply(rows, n, squares, 0);
        for (int i = 0; i < n; i++) {
          int from = i * (1 + d);
          int to = at + i * width;
          int there = parts(squares, from + 1, factors, parts);
          double sum = 0;
          for (double part : parts) sum += part;
          out[to] = squares[from];
          out[to + 1] = weights.length == 0 ? squares[from] : (float) (sum / Math.max(1, there));
          largest(parts, sum, out, to + FIRST_COLUMN);
          if (perValue) System.arraycopy(squares, from + 1, out, to + summary(d), d);
        }
      };
    };
  }

  /** The parts of a score; how many values were there. A square beyond the floats counts as the largest of them. */
  private static int parts(float[] squares, int from, double[] factors, double[] parts) {
    int there = 0;
    for (int k = 0; k < parts.length; k++) {
      float square = squares[from + k];
      boolean missing = Float.isNaN(square);
      parts[k] = missing ? 0 : factors[k] * Math.min(square, Float.MAX_VALUE);
      if (!missing) there++;
    }
    return there;
  }

  /** Of equal parts those of the first columns. */
  private static void largest(double[] parts, double sum, float[] out, int to) {
    int count = Math.min(COLUMNS, parts.length);
    int[] best = new int[count];
    Arrays.fill(best, -1);
    double least = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < parts.length; k++) {
      if (parts[k] <= least) continue;
      int place = count;
      while (place > 0 && (best[place - 1] < 0 || parts[k] > parts[best[place - 1]])) place--;
      System.arraycopy(best, place, best, place + 1, count - place - 1);
      best[place] = k;
      if (best[count - 1] >= 0) least = parts[best[count - 1]];
    }
    for (int c = 0; c < count; c++) {
      out[to + 2 * c] = best[c];
      out[to + 2 * c + 1] = sum == 0 ? 0 : (float) (parts[best[c]] / sum);
    }
  }
}
