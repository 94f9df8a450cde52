package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShardsTest {
  @Test
  void everyExampleIsInExactlyOneShardAndNoneIsEmpty() {
    for (int n = 1; n < 70_000; n = n < 3_000 ? n + 1 : n + 997) {
      Shards shards = Shards.of(n);
      int next = 0;
      for (int shard = 0; shard < shards.count(); shard++) {
        assertThat(shards.start(shard)).isEqualTo(next);
        assertThat(shards.length(shard)).isPositive();
        next += shards.length(shard);
      }
      assertThat(next).isEqualTo(n);
    }
  }

  @Test
  void theDefaultBatchHasSixteenShards() {
    assertThat(Shards.of(10_240)).isEqualTo(new Shards(10_240, 648, 16));
  }

  @Test
  void anEmptyBatchIsRefused() {
    assertThatThrownBy(() -> Shards.of(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
