package fovea.train;

import fovea.kernels.Reductions;

/**
 * What a backward pass adds up over some examples, in the same order on every machine.
 *
 * @param values the sums of the gradients of W1 (H×D, row-major), b1 (H), W2 (D×H, row-major) and b2 (D), without
 *     weight decay, then the squared errors of each column, D values. W2 has its own sums with tied weights, too.
 *     {@link #plus} adds to them in place
 */
@SuppressWarnings("ArrayRecordComponent") // sent and added, never compared
public record GradientSums(float[] values) implements PairwiseSums.Summand<GradientSums> {
  @Override
  public GradientSums plus(GradientSums other) {
    Reductions.add(other.values, values, 0, values.length);
    return this;
  }
}
