package fovea.train;

import fovea.model.Cost;

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

  /** What a cost that is not finite tells of the cause. */
  static Divergence of(Cost cost) {
    return Double.isFinite(cost.reconstruction() + cost.weightDecay())
            && cost.sparsity() == Double.POSITIVE_INFINITY
        ? SATURATION
        : NOT_FINITE;
  }

  static boolean isExplosion(Metrics first, Metrics now) {
    return now.step().cost().total() > EXPLODED * first.step().cost().total();
  }

  @Override
  public String toString() {
    return text;
  }
}
