package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import org.junit.jupiter.api.Test;

class SequentialScaleTest {
  @Test
  void lightnessRisesEvenly() {
    SequentialScale scale = new SequentialScale(-3, 5);
    for (int percent = 0; percent <= 100; percent++)
      assertThat(lightness(scale.colour(-3 + 8 * percent / 100.0)))
          .as("%d %%", percent)
          .isCloseTo(18 + 0.74 * percent, within(1.5));
  }

  @Test
  void numbersCanBeReadOnEveryColour() {
    SequentialScale scale = new SequentialScale(0, 1);
    for (double value = 0; value <= 1; value += 0.01) {
      double paper = SequentialScale.luminance(scale.colour(value)) + 0.05;
      double ink = SequentialScale.luminance(SequentialScale.ink(scale.colour(value))) + 0.05;
      assertThat(Math.max(paper, ink) / Math.min(paper, ink))
          .as("WCAG's least contrast for text")
          .isGreaterThan(4.5);
    }
  }

  @Test
  void theScaleReachesFromTheSmallestToTheLargestValueThereIs() {
    double[] values = {Double.NaN, 0.5, Double.POSITIVE_INFINITY, -2, 0.25};
    assertThat(SequentialScale.over(values)).isEqualTo(new SequentialScale(-2, 0.5));
    assertThat(SequentialScale.over(new double[] {7}).isFlat()).isTrue();
    assertThat(SequentialScale.over(new double[] {Double.NaN}))
        .isEqualTo(new SequentialScale(0, 0));
    assertThat(new SequentialScale(7, 7).colour(7))
        .isEqualTo(new SequentialScale(0, 1).colour(0.5));
    SequentialScale widest = new SequentialScale(-Double.MAX_VALUE, Double.MAX_VALUE);
    assertThat(widest.colour(0)).isEqualTo(new SequentialScale(0, 1).colour(0.5));
  }

  /** L* of CIE 1976. */
  private static double lightness(Color colour) {
    return 116 * Math.cbrt(SequentialScale.luminance(colour)) - 16;
  }
}
