package fovea.data;

import static fovea.data.TestFiles.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ExampleShape.Patch;
import fovea.data.ExampleShape.Row;
import fovea.kernels.SquareMatrix;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhiteningTest {
  private static Preprocessing none(int size) {
    return new Preprocessing.None(size);
  }

  /** Neighbours in a row are alike, as pixels are. */
  private static Examples smooth(int n, ExampleShape shape) {
    Random random = new Random(3);
    float[] values = new float[n * shape.size()];
    for (int i = 1; i < values.length; i++)
      values[i] = (float) (0.8 * values[i - 1] + 0.2 * random.nextDouble());
    return new Examples("smooth", n, shape, values);
  }

  @Test
  void twoValuesByHand() {
    // Mean (3, 5); covariance ((5, 4), (4, 5)): variances 9 along (1, 1)/√2 and 1 along (1, -1)/√2,
    // so
    // with ε = 7 the deviations are √(9 + 7) = 4 and √(1 + 7) = 2√2.
    float[] x = {6, 8, 0, 2, 4, 4, 2, 6};
    Whitening found = Whitening.fit(none(2), 7, new Examples("x", 4, new Row(2), x));
    assertThat(found.mean()).containsExactly(3, 5);
    double a = 1 / 4.0;
    double b = 1 / (2 * Math.sqrt(2));
    assertMatrix(found.zca(), (a + b) / 2, (a - b) / 2);
    assertMatrix(found.inverse(), 2 + Math.sqrt(2), 2 - Math.sqrt(2));
    // (6, 8) lies 3 from the mean in both: a·(3, 3).
    assertThat((double) found.apply(new Examples("x", 1, new Row(2), new float[] {6, 8}))[0])
        .isCloseTo(0.75, within(1e-6));
  }

  private static void assertMatrix(SquareMatrix matrix, double diagonal, double other) {
    float[] m = matrix.values();
    double[] expected = {diagonal, other, other, diagonal};
    for (int i = 0; i < 4; i++) assertThat((double) m[i]).isCloseTo(expected[i], within(4e-7));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 17, 64})
  void whatIsWhitenedHasNoCorrelations(int d) {
    int n = 40 * d + 3;
    Examples x = smooth(n, new Row(d));
    Whitening whitening = Whitening.fit(none(d), 1e-8, x);
    float[] y = whitening.apply(x);
    for (int i = 0; i < d; i++)
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int e = 0; e < n; e++) sum += (double) y[e * d + i] * y[e * d + j];
        assertThat(sum / n).as("%d, %d", i, j).isCloseTo(i == j ? 1 : 0, within(1e-4));
      }
  }

  @Test
  void epsilonIsAVariance() {
    Examples x = smooth(500, new Row(9));
    float[] scaled = x.values().clone();
    for (int i = 0; i < scaled.length; i++) scaled[i] *= 256;
    float[] y = Whitening.fit(none(9), 0.1, x).apply(x);
    Examples bytes = new Examples("bytes", 500, new Row(9), scaled);
    float[] other = Whitening.fit(none(9), 0.1 * 256 * 256, bytes).apply(bytes);
    for (int i = 0; i < y.length; i++) assertThat(other[i]).isCloseTo(y[i], within(1e-5f));
  }

  @Test
  void isUndone() {
    Examples patches = smooth(300, new Patch(3, 4));
    PreprocessChoice rgb =
        new PreprocessChoice(PreprocessMode.AUTO, PatchColour.RGB, OptionalDouble.of(0.01));
    patches.values()[100] = 9; // far beyond 3σ
    Preprocessing whitening = Preprocessing.fit(rgb, patches);
    assertThat(whitening.outputSize()).isEqualTo(48);
    float[] back = whitening.withoutWhitening(whitening.apply(patches), 300);
    PatchPreprocessing colour = PatchPreprocessing.fit(PatchColour.RGB, patches);
    float[] expected = colour.apply(patches, false);
    for (int i = 0; i < back.length; i++) assertThat(back[i]).isCloseTo(expected[i], within(5e-6f));
    assertThat(expected[100]).isGreaterThan((float) (3 * colour.sigma())); // not clipped
  }

  @Test
  void filtersAnswerToPatchesAsUnitsToWhatIsWhitened() {
    Examples patches = smooth(200, new Patch(1, 3));
    Whitening whitening =
        Whitening.fit(PatchPreprocessing.fit(PatchColour.LUMINANCE, patches), 0.1, patches);
    float[] w = new float[18];
    for (int i = 0; i < w.length; i++) w[i] = (i * 7 % 5 - 2) / 2f;
    float[] filters = whitening.filters(w, 2);
    float[] y = whitening.apply(patches);
    for (int unit = 0; unit < 2; unit++) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < 200; i++) {
        double difference = 0;
        for (int k = 0; k < 9; k++) {
          float mapped = ((PatchPreprocessing) whitening.base()).apply(patches, false)[i * 9 + k];
          difference +=
              (double) w[unit * 9 + k] * y[i * 9 + k] - (double) filters[unit * 9 + k] * mapped;
        }
        least = Math.min(least, difference);
        most = Math.max(most, difference);
      }
      // Equal but for a constant, which the bias takes.
      assertThat(most - least).isLessThan(1e-4);
    }
    double mean = 0;
    for (int k = 0; k < 9; k++) mean += filters[k];
    assertThat(mean).isCloseTo(0, within(1e-5));
  }

  @Test
  void laterExamplesGoThroughWhatIsSaved() {
    Examples rows = smooth(50, new Row(12));
    Examples patches = new Examples("patches", 50, new Patch(3, 2), rows.values());
    PreprocessChoice usual = PreprocessChoice.of(PreprocessMode.AUTO);
    Preprocessing ofRows = Whitening.fit(none(12), 0.1, rows);
    assertThat(Preprocessing.choose(usual, Optional.of(ofRows), rows)).isSameAs(ofRows);
    assertThat(Preprocessing.choose(usual, Optional.of(ofRows), patches)).isSameAs(ofRows);
    Preprocessing ofPatches =
        Whitening.fit(PatchPreprocessing.fit(PatchColour.LUMINANCE, patches), 0.1, patches);
    assertThat(Preprocessing.choose(usual, Optional.of(ofPatches), patches)).isSameAs(ofPatches);
    // Rows are taken to be what the model sees, as always.
    assertThat(Preprocessing.choose(usual, Optional.of(ofPatches), rows)).isEqualTo(none(12));
    PreprocessChoice whiten =
        new PreprocessChoice(PreprocessMode.AUTO, PatchColour.LUMINANCE, OptionalDouble.of(0.2));
    assertOneLine(catchThrowable(() -> Preprocessing.choose(whiten, Optional.of(none(12)), rows)))
        .contains("leave --whiten out");
    assertOneLine(catchThrowable(() -> Preprocessing.choose(whiten, Optional.of(ofRows), rows)))
        .contains("--epsilon 0.1");
  }

  @Test
  void refusesWhatCannotBeWhitened() {
    Examples same = new Examples("same", 3, new Row(2), new float[] {1, 2, 1, 2, 1, 2});
    assertOneLine(catchThrowable(() -> Whitening.fit(none(2), 0.1, same)))
        .contains("same: --whiten zca needs examples that differ");
    for (double epsilon : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
      assertOneLine(catchThrowable(() -> Whitening.fit(none(2), epsilon, same)))
          .contains("--epsilon", "" + epsilon);
    Examples far = new Examples("far", 2, new Row(1), new float[] {0, 2e6f});
    assertOneLine(catchThrowable(() -> Whitening.fit(none(1), 0.001, far)))
        .contains("far: --epsilon 0.001 is too small", "give at least 1.1e+04");
    Examples wide = new Examples("wide", 1, new Row(4097), new float[4097]);
    assertOneLine(catchThrowable(() -> Whitening.fit(none(4097), 0.1, wide))).contains("4,096");
  }

  @Test
  void equalExamplesGiveEqualWhitening() {
    Examples x = smooth(60, new Row(5));
    Whitening one = Whitening.fit(none(5), 0.1, x);
    assertThat(Whitening.fit(none(5), 0.1, x)).isEqualTo(one).hasSameHashCodeAs(one);
    assertThat(Whitening.fit(none(5), 0.2, x)).isNotEqualTo(one);
  }
}
