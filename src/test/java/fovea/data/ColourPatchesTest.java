package fovea.data;

import static fovea.data.TestFiles.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import fovea.data.ExampleShape.Patch;
import fovea.data.ExampleShape.Row;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColourPatchesTest {
  private static final PreprocessChoice RGB =
      new PreprocessChoice(PreprocessMode.AUTO, PatchColour.RGB, OptionalDouble.empty());

  private static Examples random(int n, ExampleShape shape) {
    Random random = new Random(7);
    float[] values = new float[n * shape.size()];
    for (int i = 0; i < values.length; i++) values[i] = random.nextFloat();
    return new Examples("random", n, shape, values);
  }

  @Test
  void oneMeanIsTakenFromAllThreeChannels() {
    // Two patches of one pixel: less their means (3, -1, -2) and (0, 0, 0), so σ² = 14/6.
    float[] values = {6, 2, 1, 5, 5, 5};
    Examples patches = new Examples("two", 2, new Patch(3, 1), values);
    PatchPreprocessing fitted = PatchPreprocessing.fit(PatchColour.RGB, patches);
    double limit = 3 * Math.sqrt(14 / 6.0);
    assertThat(fitted.sigma()).isCloseTo(Math.sqrt(14 / 6.0), within(1e-15));
    assertThat(fitted.outputSize()).isEqualTo(3);
    assertThat(fitted.apply(patches))
        .containsExactly(
            (float) (0.5 + 0.4 * 3 / limit),
            (float) (0.5 - 0.4 / limit),
            (float) (0.5 - 0.8 / limit),
            0.5f,
            0.5f,
            0.5f);
    // A colour stays a colour: the channels of a patch of one colour differ.
    assertThat(new PatchPreprocessing(PatchColour.RGB, 1, 0.1).apply(patches))
        .startsWith(0.9f, 0.1f, 0.1f);
  }

  @Test
  void aPatchIsRestoredButForWhatWasClipped() {
    Examples patches = random(4, new Patch(3, 3));
    PatchPreprocessing fitted = new PatchPreprocessing(PatchColour.RGB, 3, 0.1);
    float[] all = fitted.apply(patches);
    for (int i = 0; i < 4; i++) {
      double[] planes = new double[27];
      for (int p = 0; p < 27; p++) planes[p] = patches.values()[i * 27 + p];
      double[] original = planes.clone();
      float[] found = new float[27];
      double mean = fitted.apply(planes, found, 0, true);
      assertThat(found).isEqualTo(Arrays.copyOfRange(all, i * 27, i * 27 + 27));
      fitted.restore(found, 0, mean, planes, 0, true);
      for (int p = 0; p < 27; p++)
        assertThat(planes[p])
            .isCloseTo(Math.clamp(original[p], mean - 0.3, mean + 0.3), within(1e-7));
    }
  }

  @Test
  void greyHasThreeEqualChannels() {
    Examples grey = random(2, new Patch(1, 4));
    float[] found = new PatchPreprocessing(PatchColour.RGB, 4, 0.3).apply(grey);
    float[] luminance = new PatchPreprocessing(PatchColour.LUMINANCE, 4, 0.3).apply(grey);
    for (int i = 0; i < 2; i++)
      for (int p = 0; p < 48; p++)
        assertThat(found[i * 48 + p]).isCloseTo(luminance[i * 16 + p % 16], within(1e-6f));
  }

  @Test
  void isChosenForPatchesWithColour() {
    Examples patches = random(3, new Patch(3, 2));
    Examples rows = new Examples("rows", 3, new Row(12), patches.values());
    PatchPreprocessing fitted = PatchPreprocessing.fit(PatchColour.RGB, patches);
    assertThat(Preprocessing.fit(RGB, patches)).isEqualTo(fitted);
    PreprocessChoice full =
        new PreprocessChoice(PreprocessMode.FLATTENED, PatchColour.RGB, OptionalDouble.empty());
    assertThat(Preprocessing.fit(full, rows)).isEqualTo(fitted);
    assertOneLine(catchThrowable(() -> Preprocessing.fit(RGB, rows)))
        .contains("--preprocess flattened");
    assertOneLine(catchThrowable(() -> Preprocessing.fit(RGB, random(2, new Patch(1, 2)))))
        .contains("random", "leave --colour rgb out");
  }

  @Test
  void theModelDecides() {
    Examples patches = random(3, new Patch(3, 2));
    PatchPreprocessing colour = new PatchPreprocessing(PatchColour.RGB, 2, 0.1);
    PreprocessChoice usual = PreprocessChoice.of(PreprocessMode.AUTO);
    assertThat(Preprocessing.choose(usual, Optional.of(colour), patches)).isEqualTo(colour);
    assertThat(Preprocessing.choose(RGB, Optional.of(colour), patches)).isEqualTo(colour);
    assertOneLine(catchThrowable(() -> Preprocessing.choose(
            RGB, Optional.of(new PatchPreprocessing(PatchColour.LUMINANCE, 2, 0.1)), patches)))
        .contains("leave --colour rgb out");
  }
}
