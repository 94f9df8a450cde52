package fovea.optimize;

/**
 * The cost or its gradient is no longer finite, or the cost has exploded. Theta is left at the last point where both
 * were.
 */
public final class DivergedException extends RuntimeException {
  private final int iteration;
  private final double lastCost;
  private final Divergence divergence;

  /**
   * @param iteration the iteration whose cost is not finite
   * @param lastCost the cost before it; NaN if there is none
   */
  public DivergedException(int iteration, double lastCost) {
    this(iteration, lastCost, Divergence.NOT_FINITE);
  }

  private DivergedException(int iteration, double lastCost, Divergence divergence) {
    super("diverged at iteration " + iteration);
    this.iteration = iteration;
    this.lastCost = lastCost;
    this.divergence = divergence;
  }

  /** The same, with what is known of the cause. */
  public DivergedException because(Divergence cause) {
    return new DivergedException(iteration, lastCost, cause);
  }

  public int iteration() {
    return iteration;
  }

  public double lastCost() {
    return lastCost;
  }

  /** What went wrong. */
  public Divergence divergence() {
    return divergence;
  }
}
