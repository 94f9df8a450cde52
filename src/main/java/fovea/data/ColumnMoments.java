package fovea.data;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What is known of the columns of a table, by one reading. Sums are exact, so it is the same whatever the order of the
 * rows, and whatever parts of the table were measured apart and merged. Values that are missing, NaN, count nowhere.
 */
public final class ColumnMoments implements Serializable {
  private static final long serialVersionUID = 1;

  private final ExactSum[] sums;
  private final ExactSum[] squares;
  private final float[] least;
  private final float[] largest;
  private final MissingCount missing;
  private long rows;

  /** Of no row yet. */
  public ColumnMoments(int columns) {
    sums = Stream.generate(ExactSum::new).limit(columns).toArray(ExactSum[]::new);
    squares = Stream.generate(ExactSum::new).limit(columns).toArray(ExactSum[]::new);
    least = new float[columns];
    largest = new float[columns];
    missing = new MissingCount(columns);
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(largest, Float.NEGATIVE_INFINITY);
  }

  static ColumnMoments of(ExampleSource source) {
    ColumnMoments moments = new ColumnMoments(source.shape().size());
    source.forEachPiece(moments::add);
    return moments;
  }

  /**
   * Adds rows.
   *
   * @param values count × columns floats, row-major; may have more
   */
  public void add(float[] values, int count) {
    int d = least.length;
    for (int i = 0; i < count; i++)
      for (int k = 0; k < d; k++) {
        float x = values[i * d + k];
        if (Float.isNaN(x)) continue;
        least[k] = Math.min(least[k], x);
        largest[k] = Math.max(largest[k], x);
        if (Float.isInfinite(x))
          continue; // whoever takes the sums looks at least and largest first
        sums[k].add(x);
        squares[k].add((double) x * x);
      }
    missing.add(values, count);
    rows += count;
  }

  /** Adds the rows of another one, and gives itself back. */
  public ColumnMoments merge(ColumnMoments other) {
    for (int k = 0; k < least.length; k++) {
      sums[k].add(other.sums[k]);
      squares[k].add(other.squares[k]);
      least[k] = Math.min(least[k], other.least[k]);
      largest[k] = Math.max(largest[k], other.largest[k]);
    }
    missing.add(other.missing);
    rows += other.rows;
    return this;
  }

  int columns() {
    return least.length;
  }

  /** The values that are missing; not a copy. */
  MissingCount missing() {
    return missing;
  }

  /** Whether a column has no value at all. */
  boolean isEmpty(int column) {
    return missing.of(column) == rows;
  }

  float least(int column) {
    return least[column];
  }

  float largest(int column) {
    return largest[column];
  }

  /** The mean of a column that is not empty. */
  double mean(int column) {
    return quotient(sums[column].units(), count(column).shiftLeft(ExactSum.UNIT_BITS))
        .doubleValue();
  }

  /** The root of (n·Σx² − (Σx)²)/n²: squares are divided by the number of values, not by one less. */
  double deviation(int column) {
    BigInteger n = count(column);
    BigInteger sum = sums[column].units();
    BigInteger squared =
        n.multiply(squares[column].units()).shiftLeft(ExactSum.UNIT_BITS).subtract(sum.pow(2));
    return StrictMath.sqrt(
        quotient(squared, n.pow(2).shiftLeft(2 * ExactSum.UNIT_BITS)).doubleValue());
  }

  private BigInteger count(int column) {
    return BigInteger.valueOf(rows - missing.of(column));
  }

  private static BigDecimal quotient(BigInteger a, BigInteger b) {
    return new BigDecimal(a).divide(new BigDecimal(b), MathContext.DECIMAL128);
  }
}
