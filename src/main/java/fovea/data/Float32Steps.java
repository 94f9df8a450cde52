package fovea.data;

/**
 * Columns of large numbers that differ little, such as dates as 20240101 or seconds since 1970. Values are float32, of
 * 24 bits: around 1,700,000,000 neighbours are 128 apart, and what lies between is lost before anything is scaled.
 */
final class Float32Steps {
  /** A range of fewer steps than this is told. */
  private static final int FEW = 1000;

  /** 2²⁴: from here on float32 lacks whole numbers. */
  private static final float WHOLE = 1 << 24;

  /** Above this digits would fill a line. */
  private static final float READABLE = 1e15f;

  private static final int MOST_NOTES = 5;

  private Float32Steps() {}

  static void note(String source, ColumnNames names, ColumnMoments moments) {
    int notes = 0;
    for (int k = 0; k < moments.columns() && notes < MOST_NOTES; k++) {
      float least = moments.least(k);
      float largest = moments.largest(k);
      float far = Math.max(Math.abs(least), Math.abs(largest));
      double step = Math.ulp(far);
      if (far < WHOLE || (double) largest - least >= FEW * step) continue;
      Notes.add(("%s: %s has values from %s to %s, which float32 tells apart only in steps of %s;"
              + " take a constant off the column, or leave it out")
          .formatted(
              source, names.called(moments.columns(), k), text(least), text(largest), text(step)));
      notes++;
    }
  }

  private static String text(double value) {
    return Math.abs(value) < READABLE ? "%,.0f".formatted(value) : Double.toString(value);
  }
}
