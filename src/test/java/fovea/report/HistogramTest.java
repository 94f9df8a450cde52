package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistogramTest {
  @Test
  void aBinHasItsLowerEndAndTheLastBothEnds() {
    Histogram histogram = Histogram.of(new double[] {0, 0.24, 0.25, 0.5, 0.75, 1, 1.1, -0.1}, 1, 4);
    assertThat(histogram.counts()).containsExactly(3, 1, 1, 3);
    assertThat(histogram.width()).isEqualTo(0.25);
    assertThat(histogram.share(1)).isEqualTo(0.125);
    assertThat(histogram.highest()).isEqualTo(0.375);
  }

  @Test
  void wholeNumbersEndAtTheLargestAndAreGroupedWhereTheyAreMany() {
    Histogram each = Histogram.ofWholeNumbers(new long[] {5, 0, 2, 0, 0}, 3);
    assertThat(each.counts()).containsExactly(5, 0, 2);
    assertThat(each.width()).isEqualTo(1);
    Histogram grouped = Histogram.ofWholeNumbers(new long[] {1, 2, 3, 4, 5, 0}, 3);
    assertThat(grouped.counts()).containsExactly(3, 7, 5);
    assertThat(grouped.width()).isEqualTo(2);
    assertThat(Histogram.ofWholeNumbers(new long[] {0, 0}, 3).highest()).isZero();
  }
}
