package fovea.optimize;

import fovea.kernels.Reductions;
import fovea.kernels.Team;
import fovea.kernels.TeamProduct;

/**
 * How far a step takes the inputs z of the hidden units: the largest root mean square change of an input over the
 * examples, √(pᵀCp) for a row p of the step's (W1 b1), C = mean x̃x̃ᵀ. A model of the curvature says nothing of a place
 * where units are saturated, so steps that would go there begin shorter.
 *
 * <p>The product is that of {@link TeamProduct}, the dot products are double. No row reaches further than its length
 * times the root of C's trace, so short rows need no product.
 */
final class Reach {
  /** A step's reach at most; σ′ has fallen to 60 % of its maximum this far from 0. */
  private static final double MOST = 1.5;

  /** More than rounding can add to a sum. */
  private static final double ROUNDING = 1.01;

  private final WeightRows weights;
  private final int width;
  private final TeamProduct moment;
  private final double trace;

  /** Rows whose length alone does not tell that they are short enough, and pᵀCp of each. */
  private final int[] far;

  private final double[] squares;

  /** @param inputs C, {@link Curvature#inputs} */
  Reach(Curvature.Layout layout, double[] inputs, Team team) {
    weights = WeightRows.encoder(layout);
    width = layout.inputs() + 1;
    moment = new TeamProduct(width, team);
    moment.matrix(inputs);
    double sum = 0;
    for (int i = 0; i < inputs.length; i += width + 1) sum += inputs[i];
    trace = sum;
    far = new int[layout.hidden()];
    squares = new double[layout.hidden()];
  }

  /** The part of the step that is not too far: 1 for all of it. */
  double part(float[] step) {
    int count = 0;
    for (int j = 0; j < far.length; j++)
      if (ROUNDING * trace * weights.squaredNorm(step, j) > MOST * MOST) far[count++] = j;
    moment.multiply(
        count,
        (i, to, at) -> weights.read(step, far[i], to, at),
        (i, p, product, at) -> squares[i] = Reductions.dot(p, at, product, at, width));
    double most = 0;
    for (int i = 0; i < count; i++) most = Math.max(most, squares[i]);
    double reach = Math.sqrt(most);
    return reach > MOST ? MOST / reach : 1;
  }
}
