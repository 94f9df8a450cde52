package fovea.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.Lanes;
import fovea.kernels.VectorModule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("numerics")
class PeakTest {
  @Test
  void everyChainRunsAllItsLinks() {
    // c ← c/2 + 1 comes to rest at 2; a chain that were left out would stay at its number.
    int chains = Lanes.REGISTERS == 32 ? 24 : 12;
    assertThat(Peak.run(1)).isEqualTo(2f * chains);
    assertThat(Peak.flops(3))
        .isEqualTo(2.0 * 3 * 1000 * chains * (VectorModule.vectorBits() / 32.0));
    assertThat(Peak.fused(1000)).isEqualTo(2f);
    assertThat(Peak.separate(1000)).isEqualTo(2f);
  }
}
