package fovea.report;

/** Blue (negative) over white (0) to red (positive); full colour {@code range} away from 0. */
record DivergingScale(double range) {
  /** The ends of ColorBrewer's RdBu, which people with red-green blindness tell apart. */
  private static final int BLUE = 0x2166AC;

  private static final int RED = 0xB2182B;
  static final int WHITE = 0xFFFFFF;

  /** 0xRRGGBB; beyond the range the colour stays that of the end. */
  int rgb(double value) {
    if (!Double.isFinite(value)) return GreyScale.NOT_FINITE;
    if (range == 0) return WHITE;
    int end = value < 0 ? BLUE : RED;
    double t = Math.min(Math.abs(value) / range, 1);
    return (mix((end >> 16) & 255, t) << 16) | (mix((end >> 8) & 255, t) << 8) | mix(end & 255, t);
  }

  /** The style sheet's rule for a bar that shows the scale from its lower to its upper end. */
  static String rule() {
    return ".bar { background: linear-gradient(to right, #%06x, #%06x, #%06x); }\n"
        .formatted(BLUE, WHITE, RED);
  }

  private static int mix(int end, double t) {
    return (int) Math.round(255 + t * (end - 255));
  }
}
