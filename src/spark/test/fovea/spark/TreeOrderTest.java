package fovea.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class TreeOrderTest {
  @Test
  void everyGroupIsInOnePartition() {
    for (int partitions = 1; partitions < 400; partitions++) {
      BitSet groups = new BitSet();
      for (int p = 0; p < partitions; p++) groups.set(TreeOrder.group(p, partitions));
      assertThat(groups.length()).isEqualTo(partitions);
      assertThat(groups.cardinality()).isEqualTo(partitions);
    }
  }

  /** 64 partitions are 8 of 8 neighbours each, as treeAggregate joins those that are equal modulo 8. */
  @Test
  void whatSparkJoinsAreNeighbours() {
    for (int p = 0; p < 64; p++) assertThat(TreeOrder.group(p, 64)).isEqualTo(p % 8 * 8 + p / 8);
    for (int p = 0; p < 4; p++) assertThat(TreeOrder.group(p, 4)).isEqualTo(p);
  }
}
