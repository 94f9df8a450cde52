package fovea.train;

import fovea.kernels.Lanes;
import fovea.kernels.Reductions;
import java.util.Arrays;

/**
 * What the hidden units do over some examples, in the same order on every machine: H values each, or as many as fill
 * whole panels.
 *
 * @param active the sum of {@link fovea.kernels.ActivationFunction#active} of each unit; {@link #plus} adds in place
 * @param inactive the sum of {@link fovea.kernels.ActivationFunction#inactive} of each unit, likewise
 * @param lowest the lowest activation of each unit, on the activations' own scale; +∞ where there was none but NaN
 * @param highest the highest activation of each unit, likewise; −∞ where there was none but NaN
 */
@SuppressWarnings("ArrayRecordComponent") // sent and added, never compared
public record ActivationSums(float[] active, float[] inactive, float[] lowest, float[] highest)
    implements PairwiseSums.Summand<ActivationSums> {
  /** The sums of no example, with room for whole panels. */
  static ActivationSums none(int hidden) {
    int padded = Lanes.padded(hidden);
    ActivationSums sums = new ActivationSums(
        new float[padded], new float[padded], new float[padded], new float[padded]);
    sums.clear();
    return sums;
  }

  /** Makes these the sums of no example. */
  void clear() {
    Arrays.fill(active, 0f);
    Arrays.fill(inactive, 0f);
    Arrays.fill(lowest, Float.POSITIVE_INFINITY);
    Arrays.fill(highest, Float.NEGATIVE_INFINITY);
  }

  /** The first H values of each. */
  ActivationSums of(int hidden) {
    return new ActivationSums(
        Arrays.copyOf(active, hidden),
        Arrays.copyOf(inactive, hidden),
        Arrays.copyOf(lowest, hidden),
        Arrays.copyOf(highest, hidden));
  }

  @Override
  public ActivationSums plus(ActivationSums other) {
    Reductions.add(other.active, active, 0, active.length);
    Reductions.add(other.inactive, inactive, 0, inactive.length);
    for (int unit = 0; unit < lowest.length; unit++) {
      lowest[unit] = Math.min(lowest[unit], other.lowest[unit]);
      highest[unit] = Math.max(highest[unit], other.highest[unit]);
    }
    return this;
  }
}
