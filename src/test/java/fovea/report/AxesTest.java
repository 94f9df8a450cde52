package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AxesTest {
  @Test
  void aLogAxisHoldsItsValuesBetweenItsEndTicks() {
    long seed = 22;
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < 2000; trial++) {
      double span = random.nextDouble(0, trial % 2 == 0 ? 2 : 40);
      double[] values = random
          .doubles(random.nextInt(1, 9), -span / 2, span / 2)
          .map(exponent -> Math.pow(10, exponent))
          .toArray();
      LogAxis axis = LogAxis.around(values);
      double[] ticks = axis.ticks();
      assertThat(ticks)
          .as("seed %d: %s", seed, Arrays.toString(values))
          .hasSizeBetween(2, 14)
          .isSorted();
      assertThat(axis.position(ticks[0])).isZero();
      assertThat(axis.position(ticks[ticks.length - 1])).isEqualTo(1);
      for (double value : values) assertThat(axis.position(value)).isBetween(0.0, 1.0);
    }
  }

  @Test
  void aLogAxisIsAsNarrowAsItsTicksAllow() {
    assertThat(LogAxis.around(new double[] {2.341, 2.34}).ticks()).containsExactly(2, 5);
    assertThat(LogAxis.around(new double[] {0.06, 3.6}).ticks())
        .containsExactly(0.05, 0.1, 0.2, 0.5, 1, 2, 5);
    assertThat(LogAxis.around(new double[] {1, 1}).ticks()).containsExactly(1, 2);
    assertThat(LogAxis.around(new double[] {3e-5, 0.9}).ticks())
        .containsExactly(1e-5, 1e-4, 1e-3, 0.01, 0.1, 1);
    assertThat(LogAxis.around(new double[] {}).ticks()).containsExactly(0.1, 0.2, 0.5, 1);
    assertThat(LogAxis.around(new double[] {0.1, 1}).position(Math.sqrt(0.1)))
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void aLogAxisReachesTheEndsOfWhatACurveMayHold() {
    double[] ticks = LogAxis.around(new double[] {1e-300, 1e300}).ticks();
    assertThat(ticks).hasSizeLessThan(15).isSorted();
    assertThat(ticks[0]).isPositive().isLessThanOrEqualTo(1e-300);
    assertThat(ticks[ticks.length - 1]).isFinite().isGreaterThanOrEqualTo(1e300);
  }

  @Test
  void aLinearAxisEndsAtTheFirstTickThatIsHighEnough() {
    assertThat(texts(LinearAxis.upTo(9.3)))
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    assertThat(texts(LinearAxis.upTo(0.034)))
        .containsExactly("0", "0.005", "0.01", "0.015", "0.02", "0.025", "0.03", "0.035");
    assertThat(texts(LinearAxis.upTo(1100)))
        .containsExactly("0", "200", "400", "600", "800", "1000", "1200");
    assertThat(texts(LinearAxis.upTo(0))).containsExactly("0", "1");
    assertThat(LinearAxis.upTo(10).position(2.5)).isEqualTo(0.25);
    for (double highest = 1e-6; highest < 1e9; highest *= 1.37) {
      assertThat(LinearAxis.upTo(highest).marks()).as("%s", highest).hasSizeBetween(5, 12);
      assertThat(LinearAxis.upTo(highest).position(highest)).isBetween(0.75, 1 + 1e-12);
    }
  }

  private static List<String> texts(Axis axis) {
    return axis.marks().stream().map(Axis.Mark::text).toList();
  }

  @Test
  void aCountAxisHasFewRoundTicks() {
    assertThat(CountAxis.of(0, 300).ticks()).containsExactly(0, 50, 100, 150, 200, 250, 300);
    assertThat(CountAxis.of(0, 1).ticks()).containsExactly(0, 1);
    assertThat(CountAxis.of(7, 7).ticks()).containsExactly(7);
    assertThat(CountAxis.of(3, 99).ticks()).containsExactly(10, 20, 30, 40, 50, 60, 70, 80, 90);
    assertThat(CountAxis.of(7, 7).position(7)).isEqualTo(0.5);
    assertThat(CountAxis.of(10, 30).position(15)).isEqualTo(0.25);
    for (int last = 1; last > 0 && last < Integer.MAX_VALUE / 3; last = last * 3 / 2 + 1)
      assertThat(CountAxis.of(0, last).ticks()).as("0 to %d", last).hasSizeBetween(2, 11);
    assertThat(CountAxis.of(0, Integer.MAX_VALUE).ticks()).hasSizeBetween(2, 11);
  }
}
