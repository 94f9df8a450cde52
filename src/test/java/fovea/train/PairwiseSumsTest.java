package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.kernels.Samples;
import fovea.kernels.ScalarKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairwiseSumsTest {
  /** Which summands a sum is of, with brackets around each join. */
  private record Names(String text) implements PairwiseSums.Summand<Names> {
    @Override
    public Names plus(Names other) {
      return new Names("(" + text + " " + other.text + ")");
    }
  }

  private static Names tree(int from, int to) {
    if (to - from == 1) return new Names("" + from);
    int half = Integer.highestOneBit(to - from - 1);
    return tree(from, from + half).plus(tree(from + half, to));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 31, 32, 33, 100})
  void whateverTheOrderTheTreeIsTheSame(int count) {
    Random random = new Random(count);
    for (int repeat = 0; repeat < 20; repeat++) {
      List<PairwiseSums<Names>> parts = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(count); i++) parts.add(new PairwiseSums<>());
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < count; i++) order.add(i);
      Collections.shuffle(order, random);
      for (int i : order) parts.get(random.nextInt(parts.size())).add(i, new Names("" + i));
      while (parts.size() > 1) {
        PairwiseSums<Names> taken = parts.remove(random.nextInt(parts.size()));
        parts.get(random.nextInt(parts.size())).addAll(taken);
      }
      assertThat(parts.get(0).total(count)).isEqualTo(tree(0, count));
    }
  }

  /** One tree: in any order, in memory with all sums at hand, in groups, and in the oracle's plain loops. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 21, 33})
  void everyWayToAddHasTheBitsOfTheOracle(int count) {
    int length = 37;
    Samples samples = new Samples(count);
    float[][] values = new float[count][];
    for (int i = 0; i < count; i++) values[i] = samples.pixels(length);
    float[][] oracle = copies(values);
    ScalarKernels.sumPairwise(oracle);

    PairwiseSums<FloatSums> sums = new PairwiseSums<>();
    for (int i = count - 1; i >= 0; i--) sums.add(i, new FloatSums(values[i].clone()));
    assertThat(sums.total(count).values()).containsExactly(oracle[0]);

    assertThat(SumTree.join(copies(values), 0, length)).containsExactly(oracle[0]);

    for (int maxGroups : new int[] {1, 2, 5, 64}) {
      SumTree tree = new SumTree(count, maxGroups, length, 2);
      for (int group = tree.groups() - 1; group >= 0; group--) {
        int thread = group % 2;
        for (int shard = tree.firstOf(group); shard < tree.endOf(group); shard++) {
          System.arraycopy(values[shard], 0, tree.open(thread, group), 0, length);
          tree.close(thread, group, shard);
        }
        tree.closeGroup(thread, group);
      }
      tree.join(0, 16);
      tree.join(16, length);
      assertThat(tree.total()).as("%d groups at most", maxGroups).containsExactly(oracle[0]);
    }
  }

  private static float[][] copies(float[][] values) {
    return Arrays.stream(values).map(float[]::clone).toArray(float[][]::new);
  }

  @Test
  void neighboursDoNotWait() {
    PairwiseSums<Names> sums = new PairwiseSums<>();
    for (int i = 0; i < 64; i++) sums.add(i, new Names("" + i));
    assertThat(sums.size()).isEqualTo(1);
  }

  @Test
  void oneThatIsMissingOrThereTwiceIsFound() {
    PairwiseSums<Names> sums = new PairwiseSums<>();
    for (int i : new int[] {0, 1, 3}) sums.add(i, new Names("" + i));
    assertThatThrownBy(() -> sums.total(4)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> sums.total(3)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> sums.add(3, new Names("3")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PairwiseSums<Names>().total(1))
        .isInstanceOf(IllegalStateException.class);
  }
}
