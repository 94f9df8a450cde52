package fovea.features;

/**
 * An interval of allowed values, reached from any real number u by middle + half·sin u, so that a search without
 * bounds keeps a parameter inside its own (the transformation of MINUIT; James and Roos, Computer Physics
 * Communications 10, 1975).
 */
record Bounds(double low, double high) {
  /** A search would never leave a bound, where the sine is flat; starts go only this share of the way to it. */
  private static final double NEAREST_START = 0.95;

  double value(double u) {
    return middle() + half() * StrictMath.sin(u);
  }

  /** Derivative of {@link #value}. */
  double slope(double u) {
    return half() * StrictMath.cos(u);
  }

  /** Where a search for {@code value} starts. */
  double start(double value) {
    return StrictMath.asin(Math.clamp((value - middle()) / half(), -NEAREST_START, NEAREST_START));
  }

  private double middle() {
    return (low + high) / 2;
  }

  private double half() {
    return (high - low) / 2;
  }
}
