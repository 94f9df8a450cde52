package fovea.optimize;

import java.util.List;

/**
 * Notices that a run has come to its end: for some iterations the lowest cost has not fallen by more than one rounding,
 * nor the gradient to half of what it was.
 */
final class Standstill {
  /** Iterations without either. */
  private static final int ITERATIONS = 20;

  /** One rounding of a cost, relative to it: a new lowest one by less is none. */
  private static final double ROUNDING = 0x1p-22;

  private double cost = Double.POSITIVE_INFINITY;
  private double gradientNorm = Double.POSITIVE_INFINITY;
  private int since;

  /** Goes on behind these steps. */
  Standstill(List<Step> steps) {
    for (Step step : steps) reached(step);
  }

  /** To be asked once an iteration. */
  boolean reached(Step step) {
    boolean lower = step.cost() < cost - ROUNDING * Math.abs(cost) || Double.isInfinite(cost);
    boolean flatter = step.gradientNorm() < gradientNorm / 2;
    if (lower) cost = step.cost();
    if (flatter) gradientNorm = step.gradientNorm();
    since = lower || flatter ? 0 : since + 1;
    return since >= ITERATIONS;
  }
}
