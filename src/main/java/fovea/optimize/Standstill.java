package fovea.optimize;

/**
 * Notices that the cost has stopped to fall: that its lowest value has not fallen by more than one rounding for some
 * iterations.
 */
final class Standstill {
  /**
   * Where costs no longer tell, the gradient still falls for a few iterations ({@link WolfeSearch}): these are waited
   * for.
   */
  private static final int ITERATIONS = 20;

  /** One rounding of a cost, relative to it: a new lowest one by less is none. */
  private static final double ROUNDING = 0x1p-22;

  private double lowest = Double.POSITIVE_INFINITY;
  private int since;

  /** Goes on behind these costs. */
  Standstill(double[] costs) {
    for (double cost : costs) reached(cost);
  }

  /** To be asked once an iteration. */
  boolean reached(double cost) {
    if (cost < lowest - ROUNDING * Math.abs(lowest) || lowest == Double.POSITIVE_INFINITY) {
      lowest = cost;
      since = 0;
      return false;
    }
    return ++since >= ITERATIONS;
  }
}
