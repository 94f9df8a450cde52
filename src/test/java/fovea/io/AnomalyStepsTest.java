package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.Samples;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The parts of scores, against a sort. */
class AnomalyStepsTest {
  /** A step that gives these squares, and their mean before them. */
  private static RowStream.Step step(float[] squares, int d, double[] weights, boolean perValue) {
    return AnomalySteps.of(
            capacity -> (rows, n, out, at) -> {
              for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int k = 0; k < d; k++) {
                  out[at + i * (1 + d) + 1 + k] = squares[i * d + k];
                  sum += squares[i * d + k];
                }
                out[at + i * (1 + d)] = (float) (sum / d);
              }
            },
            d,
            weights,
            perValue)
        .apply(10);
  }

  @Test
  void theLargestPartsInTheirOrder() {
    for (int d : new int[] {1, 2, 3, 4, 17}) {
      float[] squares = new Samples(d).pixels(10 * d);
      double[] weights = new double[d];
      for (int k = 0; k < d; k++) weights[k] = 1 + (k * 7) % 5;
      int summary = AnomalySteps.summary(d);
      assertThat(summary).isEqualTo(2 + 2 * Math.min(3, d));
      float[] out = new float[4 + 10 * (summary + d)];
      step(squares, d, weights, true).apply(new float[0], 10, out, 4);
      for (int i = 0; i < 10; i++) {
        int from = i * d;
        int at = 4 + i * (summary + d);
        double sum = IntStream.range(0, d)
            .mapToDouble(k -> weights[k] * squares[from + k])
            .sum();
        assertThat(out[at + 1]).isEqualTo((float) (sum / d));
        int[] order = IntStream.range(0, d)
            .boxed()
            .sorted(java.util.Comparator.comparingDouble(k -> -weights[k] * squares[from + k]))
            .mapToInt(Integer::intValue)
            .toArray();
        for (int c = 0; c < Math.min(3, d); c++) {
          assertThat(out[at + 2 + 2 * c]).isEqualTo(order[c]);
          assertThat(out[at + 3 + 2 * c])
              .isEqualTo((float) (weights[order[c]] * squares[from + order[c]] / sum));
        }
        for (int k = 0; k < d; k++) assertThat(out[at + summary + k]).isEqualTo(squares[from + k]);
      }
    }
  }

  @Test
  void nothingWrongAndEverythingWrong() {
    float[] out = new float[8];
    step(new float[4], 4, new double[0], false).apply(new float[0], 1, out, 0);
    assertThat(out).containsExactly(0, 0, 0, 0, 1, 0, 2, 0);
    float[] infinite = {1, Float.POSITIVE_INFINITY, 2, Float.POSITIVE_INFINITY};
    step(infinite, 4, new double[0], false).apply(new float[0], 1, out, 0);
    assertThat(out[0]).isInfinite();
    assertThat(out[1]).isInfinite();
    assertThat(new float[] {out[2], out[3], out[4], out[5]}).containsExactly(1, 0.5f, 3, 0.5f);
  }

  @Test
  void aValueThatWasNotThereCountsInNoScore() {
    float[] out = new float[8];
    float[] squares = {Float.NaN, 6, Float.NaN, 2};
    step(squares, 4, new double[] {9, 0.5, 9, 2}, false).apply(new float[0], 1, out, 0);
    assertThat(out[1]).isEqualTo(3.5f);
    assertThat(new float[] {out[2], out[4]}).containsExactly(3, 1);
    assertThat(out[7]).isZero();
  }
}
