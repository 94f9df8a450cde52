package fovea.optimize;

/**
 * Line search for the strong Wolfe conditions: algorithms 3.5 and 3.6 of Nocedal and Wright, Numerical Optimization,
 * 2nd edition, 2006, pages 60 and 61, with c1 = 1e-4 and the cubic interpolation of equation 3.59, kept inside the
 * bracket. For c2 they advise 0.9 for quasi-Newton directions and 0.1 for conjugate gradients (page 62).
 */
final class WolfeSearch {
  private static final double C1 = 1e-4;
  private static final int EVALUATIONS = 25;
  private static final double APPROXIMATE = 0.8;

  /** A trial point comes no closer to an end of the bracket than this part of it. */
  private static final double MARGIN = 0.1;

  /** How far rounding may take a cost that comes out of float32 sums, relative to it. */
  static final double ROUNDING = 0x1p-20;

  private final Objective objective;
  private final Vectors vectors;
  private final double curvature;
  private int total;

  // The line: φ(α) = J(θ + α·p).
  private float[] theta = {};
  private float[] direction = {};
  private float[] trial = {};
  private float[] trialGradient = {};
  private double startCost;
  private double startSlope;

  /** The lowest cost so far, and one rounding: what a step may end at where costs no longer tell. */
  private double lowest = Double.POSITIVE_INFINITY;

  private double ceiling;
  private double cost;
  private int evaluations;

  /** A point on the line. */
  private record Point(double alpha, double cost, double slope) {
    boolean isFinite() {
      return Double.isFinite(cost) && Double.isFinite(slope);
    }
  }

  /** @param curvature c2, between c1 and 1 */
  WolfeSearch(Objective objective, double curvature, Vectors vectors) {
    this.objective = objective;
    this.vectors = vectors;
    this.curvature = curvature;
  }

  /** A cost that was reached before the first search. */
  void sawCost(double cost) {
    lowest = Math.min(lowest, cost);
  }

  /** Evaluations of all searches so far. */
  int evaluations() {
    return total;
  }

  /**
   * The decrease that a step of length 1 promised in the last search: half the slope there, with the curvature as it
   * was thought to be.
   */
  double promised() {
    return -startSlope / 2;
  }

  /** The cost at the point that {@link #run} found. */
  double cost() {
    return cost;
  }

  /**
   * Searches from theta, where the objective has {@code startCost} and {@code gradient}, along the direction.
   *
   * @param step the first α to try, positive
   * @param nextTheta overwritten with the point found, the one where the objective was evaluated last
   * @param nextGradient overwritten with its gradient
   * @return false if no lower point was found
   */
  boolean run(
      float[] theta,
      double startCost,
      float[] gradient,
      float[] direction,
      double step,
      float[] nextTheta,
      float[] nextGradient) {
    this.theta = theta;
    this.direction = direction;
    this.startCost = startCost;
    trial = nextTheta;
    trialGradient = nextGradient;
    evaluations = 0;
    sawCost(startCost);
    ceiling = lowest + ROUNDING * Math.abs(lowest);
    startSlope = vectors.dot(gradient, direction);
    if (!(startSlope < 0)) return false;

    Point previous = new Point(0, startCost, startSlope);
    double alpha = step;
    while (evaluations < EVALUATIONS) {
      Point point = at(alpha);
      if (!point.isFinite()) {
        // Too far out to be evaluated: come back.
        alpha = previous.alpha + MARGIN * (alpha - previous.alpha);
        continue;
      }
      if (tooHigh(point) || (previous.alpha > 0 && higher(point, previous)))
        return zoom(previous, point);
      if (flat(point)) return true;
      if (point.slope >= 0) return zoom(point, previous);
      previous = point;
      alpha *= 2;
    }
    return settle(previous);
  }

  /** Algorithm 3.6: {@code low} has the lowest cost so far, and a lower one lies between it and {@code high}. */
  private boolean zoom(Point low, Point high) {
    while (evaluations < EVALUATIONS) {
      double alpha = interpolate(low, high);
      if (alpha == low.alpha || alpha == high.alpha) break;
      Point point = at(alpha);
      if (!point.isFinite() || tooHigh(point) || higher(point, low)) {
        high = point;
      } else {
        if (flat(point)) return true;
        if (point.slope * (high.alpha - low.alpha) >= 0) high = low;
        low = point;
      }
    }
    return settle(low);
  }

  /** The evaluations are used up: the best point will do if it is lower than the start. */
  private boolean settle(Point best) {
    if (!(best.alpha > 0 && best.cost < startCost)) return false;
    at(best.alpha);
    return true;
  }

  /** Sufficient decrease, inequality 3.7a, does not hold, nor is the cost one rounding from the lowest. */
  private boolean tooHigh(Point p) {
    return p.cost > startCost + C1 * p.alpha * startSlope && !(p.cost <= ceiling);
  }

  /** Costs that differ by less than one rounding tell nothing; then the slopes decide. */
  private boolean higher(Point p, Point than) {
    return p.cost >= than.cost && !(p.cost <= ceiling);
  }

  /**
   * The curvature condition, inequality 3.7b, holds. Of a point that is no lower than the start the slope has to have
   * fallen a little more (the approximate Wolfe conditions of Hager and Zhang, SIAM Journal on Optimization 16, 2005,
   * (4.1), with δ = 0.1).
   */
  private boolean flat(Point p) {
    if (p.cost > startCost + C1 * p.alpha * startSlope && p.slope > -APPROXIMATE * startSlope)
      return false;
    return Math.abs(p.slope) <= -curvature * startSlope;
  }

  /** Evaluates the objective, and counts it. */
  double evaluate(float[] theta, float[] gradient) {
    total++;
    return objective.valueAndGradient(theta, gradient);
  }

  private Point at(double alpha) {
    evaluations++;
    vectors.combine(theta, (float) alpha, direction, trial);
    cost = evaluate(trial, trialGradient);
    double slope = vectors.dot(trialGradient, direction);
    return new Point(alpha, cost, slope);
  }

  /** The minimum of the cubic through both points' costs and slopes, equation 3.59; the middle if there is none. */
  private static double interpolate(Point a, Point b) {
    double middle = (a.alpha + b.alpha) / 2;
    if (!b.isFinite()) return middle;
    double d1 = a.slope + b.slope - 3 * (a.cost - b.cost) / (a.alpha - b.alpha);
    double square = d1 * d1 - a.slope * b.slope;
    if (!(square >= 0)) return middle;
    double d2 = Math.copySign(Math.sqrt(square), b.alpha - a.alpha);
    double alpha =
        b.alpha - (b.alpha - a.alpha) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
    double margin = MARGIN * Math.abs(b.alpha - a.alpha);
    double lowest = Math.min(a.alpha, b.alpha) + margin;
    double highest = Math.max(a.alpha, b.alpha) - margin;
    return Double.isNaN(alpha) ? middle : Math.min(Math.max(alpha, lowest), highest);
  }
}
