package fovea.train;

import fovea.kernels.Reductions;

/**
 * What the hidden units do over some examples: H values each, on the activations' own scale, in the same order on
 * every machine.
 *
 * @param total the sum of each unit's activations; {@link #plus} adds to it in place
 * @param lowest the lowest activation of each unit; +∞ where there was none but NaN
 * @param highest the highest activation of each unit; −∞ where there was none but NaN
 */
@SuppressWarnings("ArrayRecordComponent") // sent and added, never compared
public record ActivationSums(float[] total, float[] lowest, float[] highest)
    implements PairwiseSums.Summand<ActivationSums> {
  @Override
  public ActivationSums plus(ActivationSums other) {
    Reductions.add(other.total, total, 0, total.length);
    for (int unit = 0; unit < total.length; unit++) {
      lowest[unit] = Math.min(lowest[unit], other.lowest[unit]);
      highest[unit] = Math.max(highest[unit], other.highest[unit]);
    }
    return this;
  }
}
