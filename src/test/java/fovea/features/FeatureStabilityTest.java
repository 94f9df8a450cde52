package fovea.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.kernels.Samples;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureStabilityTest {
  private static final int SIZE = 64;

  @Test
  void theSameFeaturesInAnotherOrderAndWithOtherSignsAreStable() {
    float[] first = new Samples(95).signed(20 * SIZE, 1);
    float[] other = new float[first.length];
    for (int j = 0; j < 20; j++)
      for (int k = 0; k < SIZE; k++)
        other[(j * 7 % 20) * SIZE + k] = (j % 2 == 0 ? 3 : -2) * first[j * SIZE + k];
    FeatureStability stability = FeatureStability.of(first, List.of(other), SIZE, false, 1);
    for (double unit : stability.units()) assertThat(unit).isCloseTo(1, within(1e-6));
    assertThat(stability.stableUnits()).isEqualTo(20);
    assertThat(stability.baselineMean()).isLessThan(0.6);
  }

  @Test
  void noiseIsNotMoreStableThanTheBaseline() {
    float[] first = new Samples(96).signed(20 * SIZE, 1);
    List<float[]> others =
        List.of(new Samples(97).signed(20 * SIZE, 1), new Samples(98).signed(20 * SIZE, 1));
    FeatureStability stability = FeatureStability.of(first, others, SIZE, false, 1);
    assertThat(stability.mean()).isLessThan(stability.baselineMean());
    assertThat(stability.stableUnits()).isLessThanOrEqualTo(2);
    assertThat(FeatureStability.of(first, others, SIZE, false, 1).baseline())
        .isEqualTo(stability.baseline());
  }

  @Test
  void halfTheFeaturesInASmallerNetwork() {
    float[] first = new Samples(99).signed(20 * SIZE, 1);
    float[] half = Arrays.copyOf(first, 10 * SIZE);
    FeatureStability stability = FeatureStability.of(first, List.of(half), SIZE, false, 1);
    for (int j = 0; j < 20; j++)
      assertThat(stability.units()[j]).isCloseTo(j < 10 ? 1 : 0, within(1e-6));
  }
}
