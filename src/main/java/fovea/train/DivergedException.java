package fovea.train;

/** The cost or its gradient is no longer finite. Theta is left at the last point where both were. */
public final class DivergedException extends RuntimeException {
  private final int iteration;
  private final double lastCost;

  /**
   * @param iteration the iteration whose cost is not finite
   * @param lastCost the cost before it; NaN if there is none
   */
  public DivergedException(int iteration, double lastCost) {
    super("diverged at iteration " + iteration);
    this.iteration = iteration;
    this.lastCost = lastCost;
  }

  public int iteration() {
    return iteration;
  }

  public double lastCost() {
    return lastCost;
  }
}
