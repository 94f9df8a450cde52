package fovea.sweep;

import fovea.report.Numbers;

/** What runs are ranked by, and how it is written: the same in the table, the heat maps and the grid of features. */
enum Quantity {
  EXPLAINED_VARIANCE("Held-out explained variance", 100, " %", 2),
  FEATURE_QUALITY("Feature quality", 1, "", 3);

  private final String title;
  private final double scale;
  private final String unit;
  private final int decimals;

  Quantity(String title, double scale, String unit, int decimals) {
    this.title = title;
    this.scale = scale;
    this.unit = unit;
    this.decimals = decimals;
  }

  String title() {
    return title;
  }

  /** With a space before it, or empty. */
  String unit() {
    return unit;
  }

  /** Digits after the point. */
  int decimals() {
    return decimals;
  }

  /** In its unit; NaN if the run diverged, or nothing varies. */
  double of(SweepResult result) {
    return scale
        * switch (this) {
          case EXPLAINED_VARIANCE -> result.heldOutExplainedVariance();
          case FEATURE_QUALITY -> result.featureQuality();
        };
  }

  /** Without its unit; empty where there is no number. */
  String number(SweepResult result) {
    return number(of(result));
  }

  /** A value in its unit, which is not written; empty where there is no number. */
  String number(double value) {
    return Double.isFinite(value) ? Numbers.fixed(value, decimals) : "";
  }
}
