package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {
  @Test
  void aShortCurveKeepsEveryPoint() {
    Series curve = sparsity(IntStream.range(0, 2000).mapToDouble(i -> 1 + i).toArray());
    assertThat(curve.name()).isEqualTo("sparsity");
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
    Series curve = sparsity(values);
    assertThat(curve.x().length).as("seed %d", seed).isBetween(1000, 2002);
    assertThat(curve.x()).isSorted().doesNotHaveDuplicates().contains(0, spike, dip, 99_999);
    for (int i = 0; i < curve.x().length; i++)
      assertThat(curve.y()[i]).isEqualTo(values[(int) curve.x()[i]]);
  }

  @Test
  void theLegendSaysWhatALogarithmicAxisCannotShow() {
    assertThat(sparsity(0, 0, 0).name()).isEqualTo("sparsity (0, not drawn)");
    assertThat(sparsity(0, 0, 0).isEmpty()).isTrue();
    assertThat(sparsity(-1, 0).name()).isEqualTo("sparsity (nowhere above 0)");
    Series partly = sparsity(3, 0, 2, -1e-9, 1);
    assertThat(partly.name()).isEqualTo("sparsity (drawn where above 0)");
    assertThat(partly.x()).containsExactly(0, 2, 4);
    assertThat(partly.y()).containsExactly(3, 2, 1);
    Series diverged = sparsity(1, Double.POSITIVE_INFINITY, Double.NaN);
    assertThat(diverged.name()).isEqualTo("sparsity (drawn where finite and above 0)");
    assertThat(diverged.y()).containsExactly(1);
  }

  @Test
  void aLinearAxisFromZeroShowsZeroToo() {
    Series curve = sparsityOn(Axis.Kind.FROM_ZERO, 3, 0, -1, 1);
    assertThat(curve.name()).isEqualTo("sparsity (drawn where at least 0)");
    assertThat(curve.y()).containsExactly(3, 0, 1);
  }

  private static Series sparsity(double... values) {
    return sparsityOn(Axis.Kind.LOG, values);
  }

  private static Series sparsityOn(Axis.Kind up, double... values) {
    double[] x = IntStream.range(0, values.length).asDoubleStream().toArray();
    return new Series("sparsity", Tone.BLUE, Series.Line.THIN, x, values).on(Axis.Kind.COUNT, up);
  }
}
