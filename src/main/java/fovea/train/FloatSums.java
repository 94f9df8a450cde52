package fovea.train;

import fovea.kernels.Reductions;

/**
 * Sums over some examples in float32, in an order that is the same on every machine. A backward pass gives the
 * gradients of W1 (H×D, row-major), b1, W2 (D×H) and b2, then the squared errors of each column, D values; W2 has its
 * own with tied weights, too. Moments of the curvature are as {@link MomentSums} has them.
 */
@SuppressWarnings("ArrayRecordComponent") // sent and added, never compared
public record FloatSums(float[] values) implements PairwiseSums.Summand<FloatSums> {
  @Override
  public FloatSums plus(FloatSums other) {
    Reductions.add(other.values, values, 0, values.length);
    return this;
  }
}
