package fovea.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How many values of a table are missing, in each column, and how many rows have none at all. */
final class MissingCount implements Serializable {
  private static final long serialVersionUID = 1;

  /** Columns that a note lists. */
  private static final int MOST_LISTED = 20;

  private final long[] columns;
  private long emptyRows;

  MissingCount(int columns) {
    this.columns = new long[columns];
  }

  /** @param values rows × columns floats, row-major; may have more */
  void add(float[] values, int rows) {
    int d = columns.length;
    for (int row = 0; row < rows; row++) {
      int none = 0;
      for (int k = 0; k < d; k++)
        if (Float.isNaN(values[row * d + k])) {
          columns[k]++;
          none++;
        }
      if (none == d) emptyRows++;
    }
  }

  void add(MissingCount other) {
    for (int k = 0; k < columns.length; k++) columns[k] += other.columns[k];
    emptyRows += other.emptyRows;
  }

  long of(int column) {
    return columns[column];
  }

  /** Tells that these are taken for means, if there are any. */
  void note(String source, ColumnNames names) {
    long all = Arrays.stream(columns).sum();
    if (all == 0) return;
    int[] incomplete =
        IntStream.range(0, columns.length).filter(k -> columns[k] > 0).toArray();
    String empty = emptyRows == 1
        ? "; a row has no value at all: its error is 0"
        : "; %,d rows have no value at all: their error is 0".formatted(emptyRows);
    Notes.add("%s: %,d missing values are taken for the means of their columns: %s%s%s"
        .formatted(
            source,
            all,
            Arrays.stream(incomplete)
                .limit(MOST_LISTED)
                .mapToObj(k -> "%,d in %s".formatted(columns[k], names.called(columns.length, k)))
                .collect(Collectors.joining(", ")),
            incomplete.length > MOST_LISTED ? ", …" : "",
            emptyRows == 0 ? "" : empty));
  }
}
