package fovea.features;

import java.util.Arrays;

/**
 * Searches for the shape of the Gabor function that explains most of a tile, by the method of Levenberg and Marquardt:
 * steps of Gauss and Newton, shortened by a multiple of the curvatures' diagonal that follows how well the last step
 * was foretold (Madsen, Nielsen and Tingleff, "Methods for non-linear least squares problems", 2nd ed., 2004, §3.2).
 */
final class GaborSearch {
  private static final int MOST_EVALUATIONS = 100;

  /** Steps start short, since a long one would run round the sines of {@link Bounds}. */
  private static final double FIRST_DAMPING = 1;

  /** A search ends when a step promises less than this share of what is left to explain, */
  private static final double LEAST_GAIN = 1e-6;

  /** or this share of all there is. */
  private static final double EXACT = 1e-10;

  private final double[] tile;
  private final double energy;
  private final GaborLimits limits;
  private final GaborProjection projection;
  private double[] best = {};
  private double most = Double.NEGATIVE_INFINITY;

  /** @param tile side×side values, row-major, whose mean is 0 */
  GaborSearch(double[] tile, int side) {
    this.tile = tile;
    energy = Arrays.stream(tile).map(value -> value * value).sum();
    limits = GaborLimits.of(side);
    projection = new GaborProjection(tile, side);
  }

  /** Σ of the squares that {@code shape} explains. */
  double explained(GaborShape shape) {
    return explained(limits.start(shape));
  }

  private double explained(double[] free) {
    projection.project(limits.shape(free));
    return projection.explained();
  }

  /** The best shape that any of the runs found. */
  GaborShape best() {
    return limits.shape(best);
  }

  /** Searches from {@code start}. The tile stands for the residuals: derivatives are orthogonal to what is fitted. */
  void run(GaborShape start) {
    double[] at = limits.start(start);
    double reached = explained(at);
    NormalEquations model = new NormalEquations(GaborShape.PARAMETERS);
    model.fit(projection.derivatives(limits.shape(at)), limits.slopes(at), tile);
    double damping = FIRST_DAMPING;
    double raise = 2;
    for (int evaluations = 1; evaluations < MOST_EVALUATIONS; evaluations++) {
      double[] step = model.step(damping);
      double promised = model.promised(step, damping);
      if (!(promised > LEAST_GAIN * (energy - reached) + EXACT * energy)) break;
      double[] next = new double[at.length];
      for (int k = 0; k < next.length; k++) next[k] = at[k] + step[k];
      double explained = explained(next);
      double kept = (explained - reached) / promised;
      if (kept > 0) {
        at = next;
        reached = explained;
        model.fit(projection.derivatives(limits.shape(at)), limits.slopes(at), tile);
        double surprise = 2 * kept - 1;
        damping *= Math.max(1 / 3.0, 1 - surprise * surprise * surprise);
        raise = 2;
      } else {
        damping *= raise;
        raise *= 2;
      }
    }
    if (reached > most) {
      most = reached;
      best = at;
    }
  }
}
