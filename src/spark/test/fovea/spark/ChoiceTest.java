package fovea.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.train.ShardGroups;
import fovea.train.Shards;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private static boolean[] held(int n, double fraction) {
    Random random = new Random(n);
    boolean[] held = new boolean[n];
    for (int i = 0; i < n; i++) held[i] = random.nextDouble() < fraction;
    return held;
  }

  @Test
  void bothPartsAreNumberedInTheirOrder() {
    for (int n : new int[] {1, 2, 63, 64, 65, 127, 128, 1000})
      for (double fraction : new double[] {0, 0.1, 0.9, 1})
        for (boolean ofHeldOut : new boolean[] {false, true}) {
          boolean[] held = held(n, fraction);
          Choice choice = Choice.of(held, ofHeldOut);
          int[] chosen = IntStream.range(0, n).filter(i -> held[i] == ofHeldOut).toArray();
          assertThat(choice.count()).isEqualTo(chosen.length);
          for (int i = 0; i < chosen.length; i++) {
            assertThat(choice.example(i)).isEqualTo(chosen[i]);
            assertThat(choice.below(chosen[i])).isEqualTo(i);
          }
          for (int i = 0; i < n; i++) assertThat(choice.has(i)).isEqualTo(held[i] == ofHeldOut);
        }
  }

  @Test
  void allAreNumberedAsTheyAre() {
    Choice all = Choice.all(100);
    assertThat(all.count()).isEqualTo(100);
    assertThat(all.has(99)).isTrue();
    assertThat(all.below(64)).isEqualTo(64);
    assertThat(all.example(77)).isEqualTo(77);
  }

  /** However rows lie in partitions and blocks, the groups get the chosen ones in their order. */
  @Test
  void rowsAreCutWhereGroupsEnd() {
    int n = 7000;
    boolean[] held = held(n, 0.3);
    for (Choice choice :
        new Choice[] {Choice.all(n), Choice.of(held, false), Choice.of(held, true)}) {
      ShardGroups layout = ShardGroups.of(Shards.of(choice.count()), 3);
      float[] found = new float[choice.count()];
      int pieces = 0;
      for (int[] partition : new int[][] {{0, 13}, {13, 13}, {13, 5000}, {5000, n}}) {
        Iterator<Piece> cut = new Cutting(
            blocks(partition[0], partition[1]),
            1,
            choice,
            layout,
            partition[0],
            choice.below(partition[0]));
        for (; cut.hasNext(); pieces++) {
          Piece piece = cut.next();
          int length = piece.values().length;
          assertThat(piece.at() + length).isLessThanOrEqualTo(layout.length(piece.group()));
          System.arraycopy(
              piece.values(), 0, found, layout.start(piece.group()) + piece.at(), length);
        }
      }
      assertThat(pieces).isGreaterThan(layout.count());
      for (int i = 0; i < found.length; i++) assertThat(found[i]).isEqualTo(choice.example(i));
    }
  }

  /** Rows whose value is their number, in blocks of 700. */
  private static Iterator<RowBlock> blocks(int from, int to) {
    List<RowBlock> blocks = new ArrayList<>();
    for (int at = from; at < to; at += 700) {
      int[] rows = IntStream.range(at, Math.min(at + 700, to)).toArray();
      float[] values = new float[rows.length];
      for (int i = 0; i < rows.length; i++) values[i] = rows[i];
      blocks.add(new RowBlock(rows.length, 1, values, ""));
    }
    return blocks.iterator();
  }
}
