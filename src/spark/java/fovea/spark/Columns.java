package fovea.spark;

import fovea.data.ColumnMoments;
import fovea.data.InputException;
import java.io.Serializable;
import java.util.function.IntFunction;

/**
 * What some rows tell of their columns, or what is wrong with the first of them that cannot be used.
 *
 * @param row about where that is
 * @param problem empty if nothing is wrong
 */
record Columns(ColumnMoments moments, int row, String problem) implements Serializable {
  /** Of no row yet. */
  static Columns none(int columns) {
    return new Columns(new ColumnMoments(columns), Integer.MAX_VALUE, "");
  }

  /**
   * These and more rows.
   *
   * @param first the number of the first of them
   * @param place where a row is, of its number among them
   */
  Columns with(float[] rows, int columns, int first, IntFunction<String> place) {
    try {
      Sight.requireFinite(rows, columns, place);
    } catch (InputException e) {
      return merge(unusable(columns, first, e));
    }
    moments.add(rows, rows.length / columns);
    return this;
  }

  static Columns unusable(int columns, int row, InputException e) {
    return new Columns(new ColumnMoments(columns), row, String.valueOf(e.getMessage()));
  }

  /** These and other rows. */
  Columns merge(Columns other) {
    Columns first = row <= other.row ? this : other;
    return new Columns(moments.merge(other.moments), first.row, first.problem);
  }

  /** @throws InputException if a row cannot be used */
  ColumnMoments orProblem() {
    if (!problem.isEmpty()) throw new InputException(problem);
    return moments;
  }
}
