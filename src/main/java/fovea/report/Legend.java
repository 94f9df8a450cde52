package fovea.report;

import java.util.List;

/** The names of curves, each behind a piece of its line. */
final class Legend {
  private static final int ROW = 24;

  private Legend() {}

  /** In rows of at most {@code width} pixels. A curve with nothing to draw has no line before its name. */
  static void draw(Sheet sheet, List<Curve> curves, int width) {
    int top = sheet.take(ROW);
    int x = Sheet.MARGIN;
    for (Curve curve : curves) {
      int line = curve.isEmpty() ? 0 : 32;
      int entry = line + Sheet.width(curve.label(), Sheet.TEXT);
      if (x > Sheet.MARGIN && x + entry > Sheet.MARGIN + width) {
        top = sheet.take(ROW);
        x = Sheet.MARGIN;
      }
      int thickness = Math.round(curve.width());
      if (!curve.isEmpty()) sheet.fill(curve.colour(), x, top + 8 - thickness / 2, 24, thickness);
      sheet.label(curve.label(), x + line, top, Sheet.Align.START);
      x += entry + 28;
    }
    sheet.take(12);
  }
}
