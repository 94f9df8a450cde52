package fovea.report;

import java.awt.Color;

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
    double t = Math.min(Math.abs(value) / range, 1);
    Color end = new Color(value < 0 ? BLUE : RED);
    return SequentialScale.mix(new Color(WHITE), end, t).getRGB() & 0xFFFFFF;
  }

  /** The style sheet's rule for a bar that shows the scale from its lower to its upper end. */
  static String rule() {
    return ".bar { background: linear-gradient(to right, #%06x, #%06x, #%06x); }\n"
        .formatted(BLUE, WHITE, RED);
  }
}
