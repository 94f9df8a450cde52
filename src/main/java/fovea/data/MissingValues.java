package fovea.data;

import java.util.Locale;
import java.util.Set;

/** What is done where a table has no value: an empty field, NA or NaN, which are read as NaN. */
public enum MissingValues {
  /** Such a table is refused. */
  REFUSE,
  /** The value is taken for the mean of those that its column has in training. */
  MEAN;

  /** What other programs write for a missing value. */
  private static final Set<String> NAMES = Set.of("", "na", "n/a", "nan", "null");

  /** Whether a field stands for a missing value. */
  static boolean isName(String field) {
    return NAMES.contains(field.toLowerCase(Locale.ROOT));
  }
}
