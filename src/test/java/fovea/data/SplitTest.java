package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  /** Example i is (i, −i). */
  private static Examples numbered(int count) {
    float[] values = new float[2 * count];
    for (int i = 0; i < count; i++) {
      values[2 * i] = i;
      values[2 * i + 1] = -i;
    }
    return new Examples("numbers", count, new ExampleShape.Row(2), values);
  }

  private static List<Integer> numbers(Examples part) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < part.count(); i++) {
      assertThat(part.values()[2 * i + 1]).isEqualTo(-part.values()[2 * i]);
      numbers.add((int) part.values()[2 * i]);
    }
    return numbers;
  }

  @Test
  void everyExampleIsInOnePartAndInOrder() {
    for (int count : new int[] {2, 3, 10, 1001}) {
      for (double fraction : new double[] {0.25, 0.5, 0.7}) {
        Split split = Split.draw(numbered(count), fraction, 5);
        List<Integer> heldOut = numbers(split.heldOut());
        assertThat(heldOut).hasSize((int) Math.round(fraction * count)).isSorted();
        List<Integer> training = numbers(split.training());
        assertThat(training).isSorted();
        List<Integer> all = new ArrayList<>(heldOut);
        all.addAll(training);
        assertThat(all)
            .containsExactlyInAnyOrderElementsOf(
                IntStream.range(0, count).boxed().toList());
        assertThat(split.heldOut().shape()).isEqualTo(new ExampleShape.Row(2));
        assertThat(split.heldOut().source()).isEqualTo("numbers");
      }
    }
  }

  @Test
  void theSeedDecides() {
    List<Integer> drawn = numbers(Split.draw(numbered(1000), 0.1, 5).heldOut());
    assertThat(numbers(Split.draw(numbered(1000), 0.1, 5).heldOut())).isEqualTo(drawn);
    assertThat(numbers(Split.draw(numbered(1000), 0.1, 6).heldOut())).isNotEqualTo(drawn);
  }

  @Test
  void everyExampleIsHeldOutAboutAsOften() {
    int[] times = new int[10];
    for (int seed = 0; seed < 3000; seed++)
      for (int i : numbers(Split.draw(numbered(10), 0.3, seed).heldOut())) times[i]++;
    // 900 of 3000 expected, with a standard deviation of 25.
    for (int t : times) assertThat(t).isBetween(800, 1000);
  }

  @Test
  void aPartWithoutExamplesIsRefused() {
    assertThatThrownBy(() -> Split.draw(numbered(10), 0.01, 5))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("0.01 of 10 examples is 0");
    assertThatThrownBy(() -> Split.draw(numbered(10), 0.96, 5))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at least 1 on either side");
    assertThatThrownBy(() -> Split.draw(numbered(1), 0.5, 5)).isInstanceOf(InputException.class);
  }
}
