package fovea.features;

import java.util.Arrays;

/**
 * The assignment of rows to different columns whose values have the largest sum, by shortest augmenting paths (Kuhn's
 * Hungarian method; Jonker and Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment
 * problems", Computing 38, 1987). Takes rows²·columns steps.
 */
final class Assignment {
  private final double[][] value;
  private final int rows;
  private final int columns;

  /** Prices whose sum never falls below the value of any pair; a pair on a path costs what is missing. */
  private final double[] rowPrice;

  private final double[] columnPrice;

  /** The row of each column, or −1. */
  private final int[] rowOf;

  private Assignment(double[][] value) {
    this.value = value;
    rows = value.length;
    columns = rows == 0 ? 0 : value[0].length;
    if (rows > columns)
      throw new IllegalArgumentException(rows + " rows and only " + columns + " columns");
    rowPrice = new double[rows];
    columnPrice = new double[columns];
    rowOf = new int[columns];
    Arrays.fill(rowOf, -1);
  }

  /**
   * The column of each row.
   *
   * @param value finite numbers, as many or more columns than rows
   */
  static int[] of(double[][] value) {
    Assignment assignment = new Assignment(value);
    for (int row = 0; row < assignment.rows; row++) assignment.augment(row);
    int[] columnOf = new int[assignment.rows];
    for (int column = 0; column < assignment.columns; column++)
      if (assignment.rowOf[column] >= 0) columnOf[assignment.rowOf[column]] = column;
    return columnOf;
  }

  /** Gives {@code start} a column: other rows move along the cheapest path that ends at a free one (Dijkstra). */
  private void augment(int start) {
    double[] distance = new double[columns];
    int[] before = new int[columns];
    boolean[] reached = new boolean[columns];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    Arrays.fill(before, -1);
    int last = -1;
    int row = start;
    double here = 0;
    while (true) {
      int nearest = -1;
      for (int column = 0; column < columns; column++) {
        if (reached[column]) continue;
        double through = here + rowPrice[row] + columnPrice[column] - value[row][column];
        if (through < distance[column]) {
          distance[column] = through;
          before[column] = last;
        }
        if (nearest < 0 || distance[column] < distance[nearest]) nearest = column;
      }
      here = distance[nearest];
      reached[nearest] = true;
      last = nearest;
      if (rowOf[nearest] < 0) break;
      row = rowOf[nearest];
    }
    rowPrice[start] -= here;
    for (int column = 0; column < columns; column++) {
      if (!reached[column] || column == last) continue;
      rowPrice[rowOf[column]] -= here - distance[column];
      columnPrice[column] += here - distance[column];
    }
    while (before[last] >= 0) {
      rowOf[last] = rowOf[before[last]];
      last = before[last];
    }
    rowOf[last] = start;
  }
}
