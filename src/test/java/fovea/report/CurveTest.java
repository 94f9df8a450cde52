package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveTest {
  @Test
  void aShortCurveKeepsEveryPoint() {
    Curve curve = sparsity(IntStream.range(0, 2000).mapToDouble(i -> 1 + i).toArray());
    assertThat(curve.label()).isEqualTo("sparsity");
    assertThat(curve.x()).hasSize(2000).startsWith(0, 1, 2);
    assertThat(curve.y()).hasSize(2000).startsWith(1, 2, 3);
  }

  @Test
  void aLongCurveIsThinnedButKeepsItsEndsAndItsSpikes() {
    long seed = 23;
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = random.doubles(100_000, 1, 2).toArray();
    int spike = random.nextInt(1, 99_999);
    int dip = random.nextInt(1, 99_999);
    values[spike] = 1e9;
    values[dip] = 1e-9;
    Curve curve = sparsity(values);
    assertThat(curve.x().length).as("seed %d", seed).isBetween(1000, 2002);
    assertThat(curve.x()).isSorted().doesNotHaveDuplicates().contains(0, spike, dip, 99_999);
    for (int i = 0; i < curve.x().length; i++)
      assertThat(curve.y()[i]).isEqualTo(values[(int) curve.x()[i]]);
  }

  @Test
  void theLegendSaysWhatALogarithmicAxisCannotShow() {
    assertThat(sparsity(0, 0, 0).label()).isEqualTo("sparsity (0, not drawn)");
    assertThat(sparsity(0, 0, 0).isEmpty()).isTrue();
    assertThat(sparsity(-1, 0).label()).isEqualTo("sparsity (nowhere above 0)");
    Curve partly = sparsity(3, 0, 2, -1e-9, 1);
    assertThat(partly.label()).isEqualTo("sparsity (drawn where above 0)");
    assertThat(partly.x()).containsExactly(0, 2, 4);
    assertThat(partly.y()).containsExactly(3, 2, 1);
    Curve diverged = sparsity(1, Double.POSITIVE_INFINITY, Double.NaN);
    assertThat(diverged.label()).isEqualTo("sparsity (drawn where finite and above 0)");
    assertThat(diverged.y()).containsExactly(1);
  }

  private static Curve sparsity(double... values) {
    int[] next = {0};
    List<CostPoint> points = DoubleStream.of(values)
        .mapToObj(v -> new CostPoint(next[0]++, 5, 3, 2, v))
        .toList();
    return Curve.of("sparsity", Color.BLUE, 1, points, CostPoint::sparsity);
  }
}
