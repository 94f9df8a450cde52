package fovea.optimize;

import java.util.Arrays;

/**
 * The first direction of a training whose hidden units are far more or less active than the sparsity term wants: b1
 * moves alone, to where the mean activations are the wanted ones. (A restricted Boltzmann machine is begun there by
 * Hinton, A practical guide to training restricted Boltzmann machines, 2010, §8.) {@link KroneckerPreconditioner} would
 * fit W2 to activations that the next steps take away, since its blocks know nothing of each other; outputs would be
 * saturated, and some stay so.
 */
final class SparsityShift {
  /**
   * The part of the cost that the slope has to promise. Starts that are nearer cost what the shift does to the
   * reconstruction: a training with the default ρ, which promises a third, then takes longer to any cost.
   */
  private static final double WORTH = 0.5;

  private final Curvature curvature;
  private final int b1;

  SparsityShift(Curvature curvature) {
    this.curvature = curvature;
    b1 = curvature.layout().b1();
  }

  /** direction ← the shift, if the slope of the cost along it promises much; where training has been it does not. */
  boolean set(double cost, float[] gradient, float[] direction) {
    double[] shifts = curvature.sparsityShifts();
    double slope = 0;
    for (int j = 0; j < shifts.length; j++) slope += shifts[j] * gradient[b1 + j];
    if (!(-slope > WORTH * cost)) return false;
    Arrays.fill(direction, 0);
    for (int j = 0; j < shifts.length; j++) direction[b1 + j] = (float) shifts[j];
    return true;
  }
}
