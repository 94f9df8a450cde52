package fovea.optimize;

import java.util.Arrays;

/**
 * The first steps of a training that begins far off, of biases alone:
 *
 * <ol>
 *   <li>b1 most of the way to where the mean activations are those that the sparsity term asks for. (A restricted
 *       Boltzmann machine is begun there by Hinton, A practical guide to training restricted Boltzmann machines, 2010,
 *       §8.)
 *   <li>b2 to where outputs are right in the mean: a Gauss-Newton step for each, with the largest curvature that it
 *       can have.
 * </ol>
 *
 * <p>{@link KroneckerPreconditioner} would fit W1 and W2 to what is about to change, since its blocks know nothing of
 * each other: W2 to activations that the next steps take away, until outputs are saturated and some stay so, and W1 to
 * errors that b2 alone can mend.
 */
final class BiasSteps {
  /** The part of the cost that the slope along a step has to promise. */
  private static final double WORTH = 0.7;

  /** The part of the way that b1 goes: units that begin with the activations of the end learn hardly anything. */
  private static final double PART = 0.75;

  static final int STEPS = 2;

  private final Curvature curvature;
  private final Curvature.Layout layout;

  /** Steps that were taken, or were not worthwhile. */
  private int done;

  BiasSteps(Curvature curvature) {
    this.curvature = curvature;
    layout = curvature.layout();
  }

  int done() {
    return done;
  }

  void done(int steps) {
    done = steps;
  }

  /** direction ← the next worthwhile step, whole; false if there is none. */
  boolean next(double cost, float[] gradient, float[] direction) {
    while (done < STEPS) {
      boolean hidden = done++ == 0;
      double[] step = hidden ? hidden() : outputs(gradient);
      int at = hidden ? layout.b1() : layout.b2();
      double slope = 0;
      for (int i = 0; i < step.length; i++) slope += step[i] * gradient[at + i];
      if (!(-slope > WORTH * cost)) continue;
      Arrays.fill(direction, 0);
      for (int i = 0; i < step.length; i++) direction[at + i] = (float) step[i];
      return true;
    }
    return false;
  }

  private double[] hidden() {
    double[] step = curvature.sparsityShifts();
    for (int j = 0; j < step.length; j++) step[j] *= PART;
    return step;
  }

  private double[] outputs(float[] gradient) {
    double most = curvature.outputCurvature();
    double[] step = new double[layout.inputs()];
    for (int k = 0; k < step.length; k++) step[k] = -gradient[layout.b2() + k] / most;
    return step;
  }
}
