package fovea.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns of large numbers that differ little, such as dates as 20240101 or seconds since 1970. Values are float32, of
 * 24 bits: around 1,700,000,000 neighbours are 128 apart, and what lies between is lost before anything is scaled.
 */
final class Float32Steps {
  /** A range of fewer steps than this is reported. */
  private static final int FEW = 1000;

  /** 2²⁴: from here on float32 lacks whole numbers, so a column of one value may have had more. */
  private static final float WHOLE = 1 << 24;

  /** Above this digits would fill a line. */
  private static final float READABLE = 1e15f;

  private static final int MOST_LISTED = 5;

  private Float32Steps() {}

  static void note(String source, ColumnNames names, ColumnMoments moments) {
    List<String> columns = new ArrayList<>();
    for (int k = 0; k < moments.columns(); k++) {
      if (moments.isEmpty(k)) continue;
      float least = moments.least(k);
      float largest = moments.largest(k);
      float far = Math.max(Math.abs(least), Math.abs(largest));
      float step = Math.ulp(far);
      if (!((double) largest - least < FEW * (double) step) || (least == largest && far < WHOLE))
        continue;
      columns.add("%s (%s, in steps of %s)"
          .formatted(
              names.called(moments.columns(), k),
              least == largest
                  ? text(least) + " in every row"
                  : "%s to %s".formatted(text(least), text(largest)),
              text(step)));
    }
    if (columns.isEmpty()) return;
    Notes.add(
        "%s: float32 hardly tells values apart in %s%s; subtract a constant from such a column, or leave it out"
            .formatted(
                source,
                String.join(", ", columns.subList(0, Math.min(MOST_LISTED, columns.size()))),
                columns.size() > MOST_LISTED ? ", …" : ""));
  }

  private static String text(float value) {
    boolean whole = Math.abs(value) < READABLE && value == Math.rint(value);
    return whole ? "%,.0f".formatted(value) : Float.toString(value);
  }
}
