package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** Numbers of the contract (docs/numerics.md): where one of these changes, every model changes. */
  @ParameterizedTest
  @CsvSource({
    "1, 12, 1",
    "13, 24, 1",
    "640, 648, 1",
    "959, 960, 1",
    "960, 480, 2",
    "1000, 504, 2",
    "1300, 660, 2",
    "10240, 648, 16",
    "41003, 648, 64",
    "60000, 648, 93",
    "100000, 648, 155",
    "1000000, 648, 1544"
  })
  void theCutIsPartOfTheContract(int examples, int size, int count) {
    assertThat(Shards.of(examples)).isEqualTo(new Shards(examples, size, count));
  }

  @Test
  void anEmptyBatchIsRefused() {
    assertThatThrownBy(() -> Shards.of(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
