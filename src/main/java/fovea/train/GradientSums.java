package fovea.train;

import fovea.kernels.Reductions;

/**
 * What a backward pass adds up over some examples, in an order that is the same on every machine: the gradients of W1
 * (H×D, row-major), b1, W2 (D×H) and b2, then the squared errors of each column, D values. W2 has its own with tied
 * weights, too.
 */
@SuppressWarnings("ArrayRecordComponent") // sent and added, never compared
public record GradientSums(float[] values) implements PairwiseSums.Summand<GradientSums> {
  @Override
  public GradientSums plus(GradientSums other) {
    Reductions.add(other.values, values, 0, values.length);
    return this;
  }
}
