package fovea.optimize;

import fovea.kernels.Reductions;
import fovea.kernels.Team;
import fovea.kernels.TeamProduct;

/**
 * How far a step takes the inputs z of the hidden units: the largest root mean square change of an input over the
 * examples, √(pᵀCp) for a row p of the step's (W1 b1), C = mean x̃x̃ᵀ. A model of the curvature says nothing of a place
 * where units are saturated, so steps that would go there begin shorter.
 *
 * <p>The product is that of {@link TeamProduct}, the dot products are double.
 */
final class Reach {
  /** A step's reach at most; σ′ has fallen to 60 % of its maximum this far from 0. */
  private static final double MOST = 1.5;

  private final Curvature.Layout layout;
  private final TeamProduct moment;
  private final float[] rows;
  private final float[] product;

  Reach(Curvature curvature, Team team) {
    layout = curvature.layout();
    int width = layout.inputs() + 1;
    moment = new TeamProduct(layout.hidden(), width, team);
    moment.matrix(curvature.inputs());
    rows = new float[Math.multiplyExact(layout.hidden(), width)];
    product = new float[rows.length];
  }

  /** The part of the step that is not too far: 1 for all of it. */
  double part(float[] step) {
    int d = layout.inputs();
    WeightRows.gather(step, layout.w1(), layout.b1(), layout.hidden(), d, rows);
    moment.multiply(rows, d + 1, 1, product);
    double most = 0;
    for (int j = 0; j < layout.hidden(); j++)
      most = Math.max(most, Reductions.dot(rows, j * (d + 1), product, j * (d + 1), d + 1));
    double reach = Math.sqrt(most);
    return reach > MOST ? MOST / reach : 1;
  }
}
