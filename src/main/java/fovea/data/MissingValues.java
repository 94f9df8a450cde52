package fovea.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is done where a table has no value: an empty field, NA or NaN, which are read as NaN. */
public enum MissingValues {
  /** Such a table is refused. */
  REFUSE,
  /** The value is taken for the mean of those that its column has in training. */
  MEAN;

  /** What other programs write for a missing value. */
  private static final Set<String> NAMES = Set.of("", "na", "n/a", "nan", "null");

  /** Columns that a note lists. */
  private static final int MOST_LISTED = 20;

  /** Whether a field stands for a missing value. */
  static boolean isName(String field) {
    return NAMES.contains(field.toLowerCase(Locale.ROOT));
  }

  /**
   * Tells how many values were missing in each column, if any were.
   *
   * @param empty rows without any value
   */
  static void note(String source, ColumnNames names, long[] missing, long empty) {
    long all = Arrays.stream(missing).sum();
    if (all == 0) return;
    int[] columns =
        IntStream.range(0, missing.length).filter(k -> missing[k] > 0).toArray();
    Notes.add("%s: %,d missing values are taken for the means of their columns: %s%s%s"
        .formatted(
            source,
            all,
            Arrays.stream(columns)
                .limit(MOST_LISTED)
                .mapToObj(k -> "%,d in %s".formatted(missing[k], names.called(missing.length, k)))
                .collect(Collectors.joining(", ")),
            columns.length > MOST_LISTED ? ", …" : "",
            empty == 0
                ? ""
                : empty == 1
                    ? "; a row has no value at all: its error is 0"
                    : "; %,d rows have no value at all: their error is 0".formatted(empty)));
  }
}
