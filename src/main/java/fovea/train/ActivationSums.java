package fovea.train;

import fovea.kernels.Reductions;

/**
 * What the hidden units do over some examples: H values each, whatever the machine.
 *
 * @param total sums of the activations of each unit
 * @param lowest the lowest of each
 * @param highest the highest of each
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
