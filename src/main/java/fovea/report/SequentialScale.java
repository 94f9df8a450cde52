package fovea.report;

import java.awt.Color;

/**
 * Dark blue over green to light yellow, for values that have no middle. Lightness (CIE L*) rises evenly from 18 to
 * 92, so equal steps look equal, also in grey and to colour-blind people.
 */
record SequentialScale(double low, double high) {
  /** L* = 18, 27.25, …, 92 at CIE hues from 295° to 98° in equal steps, with a chroma of 52 or what sRGB has there. */
  private static final int[] COLOURS = {
    0x002570, 0x024370, 0x055D7C, 0x04778A, 0x049393, 0x00B08F, 0x6AC87F, 0xB5DB79, 0xFBE983
  };

  /** From the smallest to the largest finite value; from 0 to 0 without any. */
  static SequentialScale over(double[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (!Double.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return low <= high ? new SequentialScale(low, high) : new SequentialScale(0, 0);
  }

  /** Whether all values have one colour. */
  boolean isFlat() {
    return low == high;
  }

  /** The colour in the middle where the scale has no extent. */
  Color colour(double value) {
    // Halves, because the extent of the largest doubles is no double.
    double t = isFlat() ? 0.5 : (value / 2 - low / 2) / (high / 2 - low / 2);
    double at = Math.clamp(t, 0.0, 1.0) * (COLOURS.length - 1);
    int from = Math.min((int) at, COLOURS.length - 2);
    return mix(new Color(COLOURS[from]), new Color(COLOURS[from + 1]), at - from);
  }

  /** White or black, whichever can be read on {@code background}. */
  static Color ink(Color background) {
    // Where both have the same contrast, (1.05)/(Y + 0.05) = (Y + 0.05)/0.05 (WCAG 2.2), Y = 0.179.
    return luminance(background) < 0.179 ? Color.WHITE : Color.BLACK;
  }

  /** Relative luminance of an sRGB colour, 0 to 1 (IEC 61966-2-1). */
  static double luminance(Color colour) {
    return 0.2126 * linear(colour.getRed())
        + 0.7152 * linear(colour.getGreen())
        + 0.0722 * linear(colour.getBlue());
  }

  private static double linear(int level) {
    double c = level / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }

  /** The colour at {@code t} between two, 0 to 1. */
  static Color mix(Color from, Color to, double t) {
    return new Color(
        mix(from.getRed(), to.getRed(), t),
        mix(from.getGreen(), to.getGreen(), t),
        mix(from.getBlue(), to.getBlue(), t));
  }

  private static int mix(int from, int to, double t) {
    return (int) Math.round(from + t * (to - from));
  }
}
