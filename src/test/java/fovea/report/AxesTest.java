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
      Axis axis = Axis.Kind.LOG.over(values);
      double[] ticks = ticks(axis);
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
    assertThat(ticks(Axis.Kind.LOG, 2.341, 2.34)).containsExactly(2, 5);
    assertThat(ticks(Axis.Kind.LOG, 0.06, 3.6)).containsExactly(0.05, 0.1, 0.2, 0.5, 1, 2, 5);
    assertThat(ticks(Axis.Kind.LOG, 1, 1)).containsExactly(1, 2);
    assertThat(ticks(Axis.Kind.LOG, 3e-5, 0.9)).containsExactly(1e-5, 1e-4, 1e-3, 0.01, 0.1, 1);
    assertThat(ticks(Axis.Kind.LOG)).containsExactly(0.1, 0.2, 0.5, 1);
    assertThat(over(Axis.Kind.LOG, 0.1, 1).position(Math.sqrt(0.1))).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void aLogAxisReachesTheEndsOfWhatACurveMayHold() {
    double[] ticks = ticks(Axis.Kind.LOG, 1e-300, 1e300);
    assertThat(ticks).hasSizeLessThan(15).isSorted();
    assertThat(ticks[0]).isPositive().isLessThanOrEqualTo(1e-300);
    assertThat(ticks[ticks.length - 1]).isFinite().isGreaterThanOrEqualTo(1e300);
  }

  @Test
  void anAxisHoldsNoValueThatItCannotShow() {
    for (Axis.Kind kind : Axis.Kind.values())
      for (double value : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY})
        assertThat(kind.holds(value)).as("%s %s", kind, value).isFalse();
    assertThat(Axis.Kind.LOG.holds(0)).isFalse();
    assertThat(Axis.Kind.FROM_ZERO.holds(0)).isTrue();
  }

  @Test
  void aLinearAxisEndsAtTheFirstTickThatIsHighEnough() {
    assertThat(texts(Axis.upTo(9.3)))
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    assertThat(texts(Axis.upTo(0.034)))
        .containsExactly("0", "0.005", "0.01", "0.015", "0.02", "0.025", "0.03", "0.035");
    assertThat(texts(Axis.upTo(1100)))
        .containsExactly("0", "200", "400", "600", "800", "1,000", "1,200");
    assertThat(texts(Axis.upTo(0))).hasSize(11).startsWith("0", "0.1").endsWith("0.9", "1");
    assertThat(Axis.Kind.FROM_ZERO.over(new double[] {3, 93}).high()).isEqualTo(100);
    assertThat(texts(Axis.upTo(40).in(" %"))).startsWith("0 %", "5 %").endsWith("40 %");
    assertThat(Axis.upTo(10).position(2.5)).isEqualTo(0.25);
    for (double highest = 1e-6; highest < 1e9; highest *= 1.37) {
      assertThat(Axis.upTo(highest).marks()).as("%s", highest).hasSizeBetween(5, 12);
      assertThat(Axis.upTo(highest).position(highest)).isBetween(0.75, 1 + 1e-12);
    }
  }

  private static Axis over(Axis.Kind kind, double... values) {
    return kind.over(values);
  }

  private static double[] ticks(Axis.Kind kind, double... values) {
    return ticks(kind.over(values));
  }

  private static double[] ticks(Axis axis) {
    return axis.marks().stream().mapToDouble(Axis.Mark::value).toArray();
  }

  private static List<String> texts(Axis axis) {
    return axis.marks().stream().map(Axis.Mark::text).toList();
  }

  @Test
  void aCountAxisHasFewRoundTicks() {
    assertThat(ticks(Axis.Kind.COUNT, 0, 300)).containsExactly(0, 50, 100, 150, 200, 250, 300);
    assertThat(ticks(Axis.Kind.COUNT, 0, 1)).containsExactly(0, 1);
    assertThat(ticks(Axis.Kind.COUNT, 7, 7)).containsExactly(7);
    assertThat(ticks(Axis.Kind.COUNT, 3, 99)).containsExactly(10, 20, 30, 40, 50, 60, 70, 80, 90);
    assertThat(over(Axis.Kind.COUNT, 7, 7).position(7)).isEqualTo(0.5);
    assertThat(texts(over(Axis.Kind.COUNT, 0, 2_000_000))).endsWith("2,000,000");
    assertThat(ticks(Axis.Kind.COUNT)).containsExactly(0, 1);
    assertThat(ticks(Axis.Kind.COUNT_FROM_ZERO, 0, 0)).containsExactly(0, 1);
    assertThat(ticks(Axis.Kind.COUNT_FROM_ZERO, 2, 4)).containsExactly(0, 1, 2, 3, 4);
    assertThat(over(Axis.Kind.COUNT, 10, 30).position(15)).isEqualTo(0.25);
    for (int last = 1; last > 0 && last < Integer.MAX_VALUE / 3; last = last * 3 / 2 + 1)
      assertThat(ticks(Axis.Kind.COUNT, 0, last)).as("0 to %d", last).hasSizeBetween(2, 11);
    assertThat(ticks(Axis.Kind.COUNT, 0, Integer.MAX_VALUE)).hasSizeBetween(2, 11);
  }
}
