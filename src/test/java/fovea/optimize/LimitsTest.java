package fovea.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.kernels.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitsTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  static List<Optimizer> optimizers() {
    return EveryOptimizerTest.optimizers();
  }

  private final List<Step> steps = new ArrayList<>();

  private Outcome minimize(Optimizer optimizer, Limits limits) {
    float[] minimum = new Samples(121).signed(40, 2);
    return optimizer.minimize(
        Quadratic.tridiagonal(minimum), new float[40], limits, (step, at) -> steps.add(step));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void iterations(Optimizer optimizer) {
    assertThat(minimize(optimizer, new Limits(4, 0))).isEqualTo(Outcome.ITERATIONS);
    assertThat(steps).hasSize(5);
    steps.clear();
    assertThat(minimize(optimizer, new Limits(0, 0))).isEqualTo(Outcome.ITERATIONS);
    assertThat(steps).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void gradientNorm(Optimizer optimizer) {
    assertThat(minimize(optimizer, new Limits(10_000, 0.5))).isEqualTo(Outcome.TOLERANCE);
    assertThat(steps.getLast().gradientNorm()).isLessThanOrEqualTo(0.5);
    for (int i = 0; i < steps.size() - 1; i++)
      assertThat(steps.get(i).gradientNorm()).isGreaterThan(0.5);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void relativeDecrease(Optimizer optimizer) {
    Objective far = above(1000, Quadratic.tridiagonal(new Samples(121).signed(40, 2)));
    Limits limits = new Limits(10_000, 0, 1e-3, NEVER);
    assertThat(optimizer.minimize(far, new float[40], limits, (step, at) -> steps.add(step)))
        .isEqualTo(Outcome.RELATIVE_DECREASE);
    for (int i = Limits.WINDOW; i < steps.size(); i++) {
      double before = steps.get(i - Limits.WINDOW).cost();
      double decrease = (before - steps.get(i).cost()) / before;
      // A cost that rises, as Adam's does, is no reason to end.
      assertThat(decrease >= 0 && decrease <= 1e-3).isEqualTo(i == steps.size() - 1);
    }
  }

  private static Objective above(double cost, Objective objective) {
    return new Objective() {
      @Override
      public int size() {
        return objective.size();
      }

      @Override
      public double valueAndGradient(float[] theta, float[] gradient) {
        return cost + objective.valueAndGradient(theta, gradient);
      }
    };
  }

  /** The clock advances by a second whenever it is read: at the start, and after every step. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void seconds(Optimizer optimizer) {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 2_500_000_000L);
    Limits limits = new Limits(1000, 0, 0, 4.5, () -> nanos.getAndAdd(1_000_000_000L));
    assertThat(minimize(optimizer, limits)).isEqualTo(Outcome.SECONDS);
    assertThat(steps).hasSize(5);
  }

  @Test
  void aRisingCostIsNoSmallDecrease() {
    LimitWatch watch = new LimitWatch(new Limits(1000, 0, 0.01, NEVER), Start.INITIAL);
    int window = Limits.WINDOW;
    for (int t = 0; t < window; t++)
      assertThat(watch.end(step(t, 5 - 1e-9 * t))).isEmpty();
    assertThat(watch.end(step(window, 5.001))).isEmpty();
    assertThat(watch.end(step(window + 1, 4.9))).isEmpty();
    assertThat(watch.end(step(window + 2, 4.99))).contains(Outcome.RELATIVE_DECREASE);
    LimitWatch never = new LimitWatch(new Limits(1000, 0), Start.INITIAL);
    for (int t = 0; t < 3 * window; t++) assertThat(never.end(step(t, 5))).isEmpty();
  }

  /** The costs before a break count. */
  @Test
  void theWindowGoesOverABreak() {
    List<Step> before =
        IntStream.range(0, Limits.WINDOW).mapToObj(t -> step(t, 5)).toList();
    LimitWatch watch = new LimitWatch(
        new Limits(1000, 0, 0.01, NEVER), Start.behind(before, 0, OptimizerState.NONE));
    assertThat(watch.end(before.getLast())).isEmpty();
    assertThat(watch.end(step(before.size(), 4.99))).contains(Outcome.RELATIVE_DECREASE);
  }

  private static Step step(int iteration, double cost) {
    return new Step(iteration, cost, 1, 1, iteration + 1);
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Limits(-1, 0)).hasMessageContaining("iterations");
    assertThatThrownBy(() -> new Limits(1, Double.NaN)).hasMessageContaining("tolerance");
    assertThatThrownBy(() -> new Limits(1, 0, -1, 1)).hasMessageContaining("relative decrease");
    assertThatThrownBy(() -> new Limits(1, 0, 0, 0)).hasMessageContaining("seconds");
  }
}
