package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MaskingNoiseTest {
  private static float[] values(int count) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) x[i] = 1 + i;
    return x;
  }

  @Test
  void masksItsShareOfTheValuesAndKeepsTheOthers() {
    float[] x = values(100_000);
    for (double probability : new double[] {0.01, 0.2, 0.9}) {
      float[] corrupted = new MaskingNoise(probability, 0.5f, 3).apply(x);
      int masked = 0;
      for (int i = 0; i < x.length; i++) {
        if (corrupted[i] == 0.5f) masked++;
        else assertThat(corrupted[i]).isEqualTo(x[i]);
      }
      // Five standard deviations.
      double off = 5 * Math.sqrt(x.length * probability * (1 - probability));
      assertThat((double) masked)
          .isBetween(x.length * probability - off, x.length * probability + off);
    }
    assertThat(x).isEqualTo(values(100_000));
  }

  @Test
  void theSeedDecidesAndTheFirstExamplesDoNotDependOnHowManyFollow() {
    float[] corrupted = new MaskingNoise(0.4, 0, 3).apply(values(1000));
    assertThat(new MaskingNoise(0.4, 0, 3).apply(values(1000))).isEqualTo(corrupted);
    assertThat(new MaskingNoise(0.4, 0, 4).apply(values(1000))).isNotEqualTo(corrupted);
    assertThat(new MaskingNoise(0.4, 0, 3).apply(values(300)))
        .isEqualTo(Arrays.copyOf(corrupted, 300));
  }

  @Test
  void patchesTurnGreyAndTables0() {
    assertThat(MaskingNoise.of(0.1, new PatchPreprocessing(PatchColour.LUMINANCE, 4, 0.2), 1)
            .neutral())
        .isEqualTo(0.5f);
    assertThat(MaskingNoise.of(0.1, new Preprocessing.None(4), 1).neutral()).isZero();
    assertThat(MaskingNoise.of(0.1, new PatchPreprocessing(PatchColour.RGB, 4, 0.2), 1)
            .neutral())
        .isEqualTo(0.5f);
    Examples rows = new Examples("x", 2, new ExampleShape.Row(2), new float[] {1, 2, 3, 5});
    Preprocessing whitened = Whitening.fit(new Preprocessing.None(2), 0.1, rows);
    assertThat(MaskingNoise.of(0.1, whitened, 1).neutral()).isZero();
    float[] x = values(5);
    assertThat(new MaskingNoise(0, 0.5f, 1).apply(x)).isSameAs(x);
  }

  @Test
  void aProbabilityThatIsNoneIsRefused() {
    for (double probability : new double[] {-0.1, 1, Double.NaN})
      assertThatThrownBy(() -> MaskingNoise.requireProbability(probability))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("--corrupt");
  }
}
