package fovea.optimize;

/** How a run without a line search can go wrong. */
public enum Divergence {
  /** The reconstructions or the weights have left the range of float32. */
  NOT_FINITE("the cost or its gradient is no longer finite"),
  /** A unit is always 0 or always 1: no ρ but 0 or 1 is at a finite divergence from that. */
  SATURATION("the cost is infinite, as a hidden unit is 0, or 1, for every example"),
  /** Still finite, but beyond return. */
  EXPLOSION("the cost is more than a million times that of the initial point");

  private static final double EXPLODED = 1e6;

  private final String text;

  Divergence(String text) {
    this.text = text;
  }

  /** Whether a cost is beyond return. */
  public static boolean isExplosion(double first, double now) {
    return now > EXPLODED * first;
  }

  @Override
  public String toString() {
    return text;
  }
}
