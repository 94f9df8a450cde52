package fovea.features;

import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.util.Pair;

/** Searches for the shape of the Gabor function that explains most of a tile, by Levenberg and Marquardt's method. */
final class GaborSearch {
  private static final int MOST_EVALUATIONS = 100;

  /** Steps start short, since a long one would run round the sines of {@link Bounds}. */
  private static final LevenbergMarquardtOptimizer OPTIMIZER = new LevenbergMarquardtOptimizer()
      .withInitialStepBoundFactor(0.1)
      .withCostRelativeTolerance(1e-6)
      .withParameterRelativeTolerance(1e-6);

  private final double[] tile;
  private final GaborLimits limits;
  private final GaborProjection projection;
  private double[] best = {};
  private double most = Double.NEGATIVE_INFINITY;

  /** @param tile side×side values, row-major, whose mean is 0 */
  GaborSearch(double[] tile, int side) {
    this.tile = tile;
    this.limits = GaborLimits.of(side);
    this.projection = new GaborProjection(tile, side);
  }

  /** Σ of the squares that {@code shape} explains. */
  double explained(GaborShape shape) {
    projection.project(limits.shape(limits.start(shape)));
    return projection.explained();
  }

  void run(GaborShape start) {
    try {
      OPTIMIZER.optimize(new LeastSquaresBuilder()
          .start(limits.start(start))
          .model(this::fit)
          .target(tile)
          .maxEvaluations(MOST_EVALUATIONS)
          .maxIterations(MOST_EVALUATIONS)
          .build());
    } catch (MathIllegalStateException e) {
      // Evaluations are used up, or the fit is exact and cannot become better. The best shape so
      // far is kept below either way.
    }
  }

  /** The best shape that any of the runs found. */
  GaborShape best() {
    return limits.shape(best);
  }

  private Pair<RealVector, RealMatrix> fit(RealVector point) {
    double[] free = point.toArray();
    GaborShape shape = limits.shape(free);
    projection.project(shape);
    if (projection.explained() > most) {
      most = projection.explained();
      best = free;
    }
    double[][] derivatives = projection.derivatives(shape);
    double[] slopes = limits.slopes(free);
    for (double[] row : derivatives) for (int k = 0; k < row.length; k++) row[k] *= slopes[k];
    return new Pair<>(
        new ArrayRealVector(projection.fitted(), false),
        new Array2DRowRealMatrix(derivatives, false));
  }
}
