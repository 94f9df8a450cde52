package fovea.report;

import fovea.data.Preprocessing;
import fovea.data.Whitening;

/** Linear grey scale: values up to {@code black} are black, from {@code white} on white. */
record GreyScale(double black, double white) {
  static final GreyScale UNIT = new GreyScale(0, 1);
  private static final GreyScale BYTE = new GreyScale(0, 255);

  /** Marks NaN and infinite values, which have no grey. */
  static final int NOT_FINITE = 0xE8A0A0;

  /**
   * The scale on which {@code values} were most likely meant to be seen: [0, 1] as it is, whole numbers in [0, 255] as
   * bytes, anything else from its smallest to its largest finite value.
   */
  static GreyScale showing(float[] values) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float v : values) {
      // Both are seldom true, and NaN makes both false.
      if (v < min && v != Float.NEGATIVE_INFINITY) min = v;
      if (v > max && v != Float.POSITIVE_INFINITY) max = v;
    }
    if (min > max || (min >= 0 && max <= 1)) return UNIT;
    return min >= 0 && max <= 255 && areWhole(values)
        ? BYTE
        : new GreyScale(min + 0.0, max + 0.0); // -0 is 0
  }

  /** Whether all finite values, from 0 to 255, are whole numbers. The first that is not decides. */
  private static boolean areWhole(float[] values) {
    for (float v : values) if (v != (int) v && Float.isFinite(v)) return false;
    return true;
  }

  /**
   * The scale for what a network sees: {@link #showing}; for whitened values, ±3 standard deviations around mid-grey.
   */
  static GreyScale seen(Preprocessing preprocessing, float[] values) {
    if (!(preprocessing instanceof Whitening)) return showing(values);
    double squares = 0;
    for (float v : values) squares += (double) v * v;
    return symmetric(3 * Math.sqrt(squares / values.length));
  }

  /** 0 is mid-grey; black and white lie {@code range} away from it. */
  static GreyScale symmetric(double range) {
    return new GreyScale(-range, range);
  }

  /** 0 (black) to 255 (white); mid-grey where the scale has no extent. */
  int level(double value) {
    double t = white > black ? (value - black) / (white - black) : 0.5;
    return (int) Math.round(255 * Math.clamp(t, 0.0, 1.0));
  }

  /** 0xRRGGBB of one grey value. */
  int rgb(double value) {
    return rgb(value, value, value);
  }

  /** 0xRRGGBB of one red, green and blue value. */
  int rgb(double r, double g, double b) {
    if (!Double.isFinite(r + g + b)) return NOT_FINITE;
    return (level(r) << 16) | (level(g) << 8) | level(b);
  }

  @Override
  public String toString() {
    return Numbers.brief(black) + " is black, " + Numbers.brief(white) + " is white";
  }
}
