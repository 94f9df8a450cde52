package fovea.data;

import static fovea.data.TestFiles.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ExampleShape.Patch;
import fovea.data.ExampleShape.Row;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
  private static final Random RANDOM = new Random(4);

  @Test
  void doesTheFourStepsOfTheDefinition() {
    int side = 5;
    int n = 40;
    Examples patches = random(n, new Patch(3, side));
    // One patch of high contrast among faint ones, so that two pixels are clipped.
    for (int i = 0; i < patches.values().length; i++) patches.values()[i] *= 0.2f;
    for (int i = 0; i < 75; i++) patches.values()[i] = i % 25 == 7 ? 1 : i % 25 == 8 ? 0 : 0.5f;
    PatchPreprocessing fitted = PatchPreprocessing.fit(PatchColour.LUMINANCE, patches);
    float[] found = fitted.apply(patches);

    double[][] centred = new double[n][25];
    double variance = 0;
    for (int i = 0; i < n; i++) {
      double mean = 0;
      for (int p = 0; p < 25; p++) {
        int at = i * 75 + p;
        float[] v = patches.values();
        centred[i][p] = 0.0722 * v[at + 50] + (0.7152 * v[at + 25] + 0.2126 * v[at]);
        mean += centred[i][p] / 25;
      }
      for (int p = 0; p < 25; p++) {
        centred[i][p] -= mean;
        variance += centred[i][p] * centred[i][p] / (25 * n);
      }
    }
    double sigma = Math.sqrt(variance);
    assertThat(fitted.side()).isEqualTo(side);
    assertThat(fitted.sigma()).isCloseTo(sigma, within(1e-15));
    int clipped = 0;
    for (int i = 0; i < n; i++) {
      for (int p = 0; p < 25; p++) {
        double c = Math.clamp(centred[i][p], -3 * sigma, 3 * sigma);
        double expected = 0.1 + (c + 3 * sigma) / (6 * sigma) * 0.8;
        assertThat((double) found[i * 25 + p])
            .as("patch %d, pixel %d", i, p)
            .isCloseTo(expected, within(4e-8));
        if (c != centred[i][p]) clipped++;
      }
    }
    assertThat(clipped).isEqualTo(2);
    assertThat(found).contains(0.1f, 0.9f);
  }

  @Test
  void sigmaIsExactToTheLastDigits() {
    Examples patches = random(30, new Patch(1, 4));
    MathContext digits = new MathContext(60);
    BigDecimal squares = BigDecimal.ZERO;
    for (int i = 0; i < 30; i++) {
      BigDecimal mean = BigDecimal.ZERO;
      for (int p = 0; p < 16; p++) mean = mean.add(new BigDecimal(patches.values()[i * 16 + p]));
      mean = mean.divide(BigDecimal.valueOf(16), digits);
      for (int p = 0; p < 16; p++)
        squares = squares.add(
            new BigDecimal(patches.values()[i * 16 + p]).subtract(mean).pow(2));
    }
    double exact = squares.divide(BigDecimal.valueOf(480), digits).sqrt(digits).doubleValue();
    assertThat(PatchPreprocessing.fit(PatchColour.LUMINANCE, patches).sigma())
        .isCloseTo(exact, within(1e-15 * exact * 8));
  }

  @Test
  void keepsSigmaForLaterExamples() {
    Examples training = random(50, new Patch(3, 4));
    PatchPreprocessing fitted = PatchPreprocessing.fit(PatchColour.LUMINANCE, training);
    Examples later = random(7, new Patch(3, 4));
    float[] together = fitted.apply(join(training, later));
    assertThat(fitted.apply(later)).isEqualTo(Arrays.copyOfRange(together, 50 * 16, 57 * 16));
    assertThat(new PatchPreprocessing(PatchColour.LUMINANCE, 4, fitted.sigma()).apply(later))
        .isEqualTo(fitted.apply(later));
    assertThat(new PatchPreprocessing(PatchColour.LUMINANCE, 4, fitted.sigma() / 2).apply(later))
        .isNotEqualTo(fitted.apply(later));
  }

  @Test
  void aFlatPatchBecomesOneHalf() {
    Examples patches = random(4, new Patch(3, 7));
    for (int p = 0; p < 49; p++) {
      // Colours whose luminance, added up 49 times, does not divide back to itself.
      patches.values()[147 + p] = 0.1f;
      patches.values()[147 + 49 + p] = 0.7f;
      patches.values()[147 + 98 + p] = 0.3f;
    }
    float[] found = PatchPreprocessing.fit(PatchColour.LUMINANCE, patches).apply(patches);
    assertThat(Arrays.copyOfRange(found, 49, 98)).containsOnly(0.5f);
    assertThat(Arrays.copyOfRange(found, 0, 49)).isNotEqualTo(Arrays.copyOfRange(found, 49, 98));
  }

  @Test
  void flatPatchesAloneBecomeOneHalf() {
    float[] values = new float[2 * 147];
    for (int i = 0; i < values.length; i++) values[i] = i < 147 ? 0.1f : 0.7f;
    Examples flat = new Examples("flat", 2, new Patch(3, 7), values);
    PatchPreprocessing fitted = PatchPreprocessing.fit(PatchColour.LUMINANCE, flat);
    assertThat(fitted.sigma()).isZero();
    assertThat(fitted.apply(flat)).containsOnly(0.5f);
    assertThat(fitted.apply(random(1, new Patch(3, 7)))).containsOnly(0.5f);
  }

  @Test
  void greyIsItsOwnLuminance() {
    Examples grey = random(20, new Patch(1, 3));
    float[] colour = new float[20 * 27];
    for (int i = 0; i < 20; i++) {
      for (int c = 0; c < 3; c++) System.arraycopy(grey.values(), i * 9, colour, i * 27 + c * 9, 9);
    }
    PatchPreprocessing fitted = PatchPreprocessing.fit(PatchColour.LUMINANCE, grey);
    float[] fromColour = fitted.apply(new Examples("colour", 20, new Patch(3, 3), colour));
    float[] fromGrey = fitted.apply(grey);
    for (int i = 0; i < fromGrey.length; i++)
      assertThat(fromColour[i]).isCloseTo(fromGrey[i], within(1e-6f));
  }

  @Test
  void choosesByModeAndShape() {
    Examples patches = random(3, new Patch(3, 2));
    Examples rows = new Examples("rows", 3, new Row(12), patches.values());
    Examples squares = new Examples("squares", 9, new Row(4), patches.values());
    PatchPreprocessing full = PatchPreprocessing.fit(PatchColour.LUMINANCE, patches);
    assertThat(Preprocessing.fit(PreprocessMode.AUTO, patches)).isEqualTo(full);
    assertThat(Preprocessing.fit(PreprocessMode.FULL, patches)).isEqualTo(full);
    assertThat(Preprocessing.fit(PreprocessMode.FLATTENED, rows)).isEqualTo(full);
    assertOneLine(catchThrowable(() -> Preprocessing.fit(PreprocessMode.FULL, rows)))
        .contains("rows: --preprocess full is for patches, and these are rows of 12 values")
        .contains("--preprocess flattened");
    assertThat(full.apply(rows)).isEqualTo(full.apply(patches));
    assertThat(Preprocessing.fit(PreprocessMode.FLATTENED, squares))
        .isEqualTo(PatchPreprocessing.fit(
            PatchColour.LUMINANCE, new Examples("grey", 9, new Patch(1, 2), patches.values())));
    assertThat(Preprocessing.fit(PreprocessMode.AUTO, rows)).isEqualTo(new Preprocessing.None(12));
    assertThat(Preprocessing.fit(PreprocessMode.NONE, patches))
        .isEqualTo(new Preprocessing.None(12));
    assertThat(new Preprocessing.None(12).apply(patches)).isSameAs(patches.values());
    assertThat(full.outputSize()).isEqualTo(4);
    assertThat(new Preprocessing.None(12).outputSize()).isEqualTo(12);
  }

  @Test
  void laterExamplesGoThroughWhatIsSavedWithTheModel() {
    Examples patches = random(3, new Patch(3, 2));
    Examples rows = new Examples("rows", 3, new Row(12), patches.values());
    Preprocessing saved = new PatchPreprocessing(PatchColour.LUMINANCE, 2, 0.125);
    Preprocessing none = new Preprocessing.None(12);
    assertThat(Preprocessing.choose(
            PreprocessChoice.of(PreprocessMode.AUTO), Optional.of(saved), patches))
        .isEqualTo(saved);
    assertThat(Preprocessing.choose(
            PreprocessChoice.of(PreprocessMode.FLATTENED), Optional.of(saved), rows))
        .isEqualTo(saved);
    assertThat(Preprocessing.choose(
            PreprocessChoice.of(PreprocessMode.AUTO), Optional.of(saved), rows))
        .isEqualTo(none);
    assertThat(Preprocessing.choose(
            PreprocessChoice.of(PreprocessMode.NONE), Optional.of(saved), patches))
        .isEqualTo(none);
    assertThat(Preprocessing.choose(
            PreprocessChoice.of(PreprocessMode.AUTO), Optional.empty(), patches))
        .isEqualTo(PatchPreprocessing.fit(PatchColour.LUMINANCE, patches));
  }

  @Test
  void refusesExamplesOfAnotherShape() {
    Examples sevens = random(2, new Row(7));
    assertOneLine(catchThrowable(() -> Preprocessing.fit(PreprocessMode.FLATTENED, sevens)))
        .contains("random: preprocessing needs square patches", "found 7");
    PatchPreprocessing four = new PatchPreprocessing(PatchColour.LUMINANCE, 4, 0.1);
    assertOneLine(catchThrowable(() -> four.apply(random(2, new Patch(3, 5)))))
        .contains("random: expected patches of 4x4 pixels, found RGB patches of 5x5 pixels");
    assertOneLine(catchThrowable(() -> four.apply(random(2, new Row(12)))))
        .contains("4x4", "found 12 values");
    assertOneLine(catchThrowable(() -> four.apply(sevens))).contains("found 7");
    assertOneLine(catchThrowable(() -> new Preprocessing.None(6).apply(sevens)))
        .contains("random: expected 6 values per example, found 7");
  }

  @Test
  void refusesParametersThatMakeNoSense() {
    for (double sigma : new double[] {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
      assertOneLine(catchThrowable(() -> new PatchPreprocessing(PatchColour.LUMINANCE, 4, sigma)))
          .contains("" + sigma);
    assertOneLine(catchThrowable(() -> new PatchPreprocessing(PatchColour.LUMINANCE, 0, 1)))
        .contains("0 pixels");
  }

  @Test
  void namesTheFirstValueOutsideTheUnitInterval() {
    float[] fine = {0, 0.5f, 1, Float.MIN_VALUE};
    Preprocessing.requireUnitInterval("fine", fine, 2);
    for (float bad : new float[] {-Float.MIN_VALUE, Math.nextUp(1f), -1, 255, Float.NaN}) {
      float[] x = {0, 0, 1, 1, 0, bad, 7, 7};
      assertOneLine(catchThrowable(() -> Preprocessing.requireUnitInterval("x.npy", x, 4)))
          .contains("x.npy: example 1, value 1 is " + bad, "--scale standard");
    }
  }

  private static Examples random(int count, ExampleShape shape) {
    float[] values = new float[count * shape.size()];
    for (int i = 0; i < values.length; i++) values[i] = RANDOM.nextFloat();
    return new Examples("random", count, shape, values);
  }

  private static Examples join(Examples a, Examples b) {
    float[] values = Arrays.copyOf(a.values(), a.values().length + b.values().length);
    System.arraycopy(b.values(), 0, values, a.values().length, b.values().length);
    return new Examples("both", a.count() + b.count(), a.shape(), values);
  }

  @Test
  void onePatchIsMappedLikeManyAndRestored() {
    int side = 4;
    Examples patches = random(3, new Patch(3, side));
    PatchPreprocessing fitted = new PatchPreprocessing(PatchColour.LUMINANCE, side, 0.1);
    float[] expected = fitted.apply(patches);
    float[] found = new float[expected.length];
    for (int i = 0; i < 3; i++) {
      double[] luminance = new double[16];
      float[] v = patches.values();
      for (int p = 0; p < 16; p++) {
        int at = i * 48 + p;
        luminance[p] = PatchColour.luminance(v[at], v[at + 16], v[at + 32]);
      }
      double[] original = luminance.clone();
      double mean = fitted.apply(luminance, found, i * 16, true);
      double[] restored = new double[17];
      fitted.restore(found, i * 16, mean, restored, 1, true);
      for (int p = 0; p < 16; p++) {
        double clipped = Math.clamp(original[p], mean - 0.3, mean + 0.3);
        assertThat(restored[p + 1]).isCloseTo(clipped, within(1e-7));
      }
    }
    assertThat(found).isEqualTo(expected);
  }
}
