package fovea.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.kernels.Samples;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaborFitTest {
  private static final int SIDE = 16;

  @ParameterizedTest
  @CsvSource({
    "7.5,  7.5, 2,   3,   0,    0.15,  0",
    "7.5,  7.5, 2,   3,   1.57, 0.15,  0",
    "5.2,  9.7, 1.5, 2.5, 0.6,  0.2,   1.5",
    "11,   4,   2.5, 2,   2.5,  0.12,  -2",
    "3,    12,  1.8, 4,   1.1,  0.3,   3",
    "8,    8,   4,   1.5, 2.9,  0.25,  0.4",
    "6.5,  6,   3,   3,   0.8,  0.42,  -1",
  })
  void knownParametersAreFound(
      double x, double y, double sigmaX, double sigmaY, double theta, double f, double phase) {
    GaborFit known = new GaborFit(x, y, sigmaX, sigmaY, theta, f, phase, 0.7, -0.3, 1);
    GaborFit fit = GaborFit.of(Tiles.of(SIDE, known), 0, SIDE).orElseThrow();
    assertThat(fit.r2()).isGreaterThan(0.999999);
    assertNear(fit, known, 1e-3);
    assertThat(fit.offset()).isCloseTo(-0.3, within(1e-3));
    assertThat(fit.nx()).isCloseTo(sigmaX * f, within(1e-3));
    assertThat(fit.ny()).isCloseTo(sigmaY * f, within(1e-3));
  }

  @Test
  void knownParametersAreFoundInNoise() {
    Samples samples = new Samples(71);
    GaborFit known = new GaborFit(6.3, 9.1, 2.2, 3.1, 0.9, 0.16, 1, 1, 0.2, 1);
    float[] clean = Tiles.of(SIDE, known);
    for (int repeat = 0; repeat < 20; repeat++) {
      float[] noise = samples.signed(SIDE * SIDE, 0.1);
      float[] noisy = clean.clone();
      for (int i = 0; i < noisy.length; i++) noisy[i] += noise[i];
      GaborFit fit = GaborFit.of(noisy, 0, SIDE).orElseThrow();
      assertNear(fit, known, 0.3);
      // No fit in least squares is farther away than the known function.
      assertThat(fit.r2()).isGreaterThanOrEqualTo(Tiles.r2(SIDE, noisy, known));
      assertThat(fit.r2()).isLessThan(0.95);
    }
  }

  @Test
  void whiteNoiseIsNoGabor() {
    Samples samples = new Samples(72);
    double[] r2 = new double[40];
    for (int i = 0; i < r2.length; i++)
      r2[i] = GaborFit.of(samples.signed(SIDE * SIDE, 1), 0, SIDE).orElseThrow().r2();
    Arrays.sort(r2);
    assertThat(r2[r2.length / 2]).isLessThan(0.15);
    assertThat(r2[r2.length - 1]).isLessThan(0.25);
    assertThat(r2[0]).isGreaterThan(0);
  }

  @Test
  void theShareExplainedIsThatOfTheFunctionThatTheParametersDescribe() {
    Samples samples = new Samples(73);
    for (int side : new int[] {2, 3, 8, 16}) {
      float[] tile = samples.signed(side * side, 1);
      GaborFit fit = GaborFit.of(tile, 0, side).orElseThrow();
      assertThat(fit.r2()).isCloseTo(Tiles.r2(side, tile, fit), within(1e-9));
      assertThat(fit.theta()).isBetween(0.0, Math.nextDown(Math.PI));
      assertThat(fit.frequency()).isBetween(1.0 / (8 * side), 0.5);
      assertThat(fit.sigmaX()).isBetween(0.4999, 2.0001 * side);
      assertThat(fit.sigmaY()).isBetween(0.4999, 2.0001 * side);
    }
  }

  @Test
  void aGratingFillsItsTile() {
    float[] grating = Tiles.of(
        SIDE, (column, row) -> Math.cos(2 * Math.PI * 0.17 * (0.6 * column + 0.8 * row) + 1));
    GaborFit fit = GaborFit.of(grating, 0, SIDE).orElseThrow();
    assertThat(fit.r2()).isGreaterThan(0.98);
    assertThat(fit.frequency()).isCloseTo(0.17, within(0.005));
    assertThat(fit.theta()).isCloseTo(Math.atan2(0.8, 0.6), within(0.03));
    assertThat(fit.sigmaX()).isGreaterThan(SIDE);
    assertThat(fit.sigmaY()).isGreaterThan(SIDE);
  }

  @Test
  void stripesOfOnePixelHaveNyquistsFrequency() {
    float[] stripes = Tiles.of(SIDE, (column, row) -> column % 2);
    GaborFit fit = GaborFit.of(stripes, 0, SIDE).orElseThrow();
    assertThat(fit.r2()).isGreaterThan(0.95);
    assertThat(fit.frequency()).isCloseTo(0.5, within(0.01));
    assertThat(fit.amplitude()).isLessThan(10);
  }

  /** Where the search ends a rounding below 0, that much less than π is π itself, which is 0. */
  @Test
  void anUprightStepLiesAt0AndNotAtPi() {
    float[] step = Tiles.of(SIDE, (column, row) -> column < SIDE / 2 ? -1 : 1);
    GaborFit fit = GaborFit.of(step, 0, SIDE).orElseThrow();
    assertThat(fit.theta()).isBetween(0.0, Math.nextDown(Math.PI));
    assertThat(Tiles.r2(SIDE, step, fit)).isCloseTo(fit.r2(), within(1e-9));
  }

  @Test
  void aBlobHasNoStripes() {
    float[] blob = Tiles.of(
        SIDE,
        (column, row) -> Math.exp(-0.5 * (Math.pow(column - 5, 2) + Math.pow(row - 9, 2)) / 4));
    GaborFit fit = GaborFit.of(blob, 0, SIDE).orElseThrow();
    assertThat(fit.r2()).isGreaterThan(0.999);
    assertThat(fit.nx()).isLessThan(0.1);
    assertThat(Tiles.value(fit, 5, 9)).isCloseTo(1, within(0.03));
    assertThat(Tiles.value(fit, 15, 0)).isCloseTo(0, within(0.03));
  }

  @Test
  void anEdgeIsOddAboutItself() {
    float[] edge = Tiles.of(
        SIDE,
        (column, row) -> Math.signum(column - 7.5)
            * Math.exp(-0.5 * (Math.pow(column - 7.5, 2) + Math.pow(row - 7.5, 2)) / 9));
    GaborFit fit = GaborFit.of(edge, 0, SIDE).orElseThrow();
    assertThat(fit.r2()).isBetween(0.8, 0.95); // no cosine has a step
    assertThat(fit.x()).isCloseTo(7.5, within(0.05));
    assertThat(Math.sin(fit.theta())).isCloseTo(0, within(0.02));
    assertThat(Math.cos(fit.phase())).as("cosine of the phase").isCloseTo(0, within(0.05));
  }

  @Test
  void aQuarterTurnOfTheTileTurnsTheFit() {
    Samples samples = new Samples(74);
    GaborFit known = Tiles.gabor(5.5, 8.5, 2, 3, 0.5, 0.2, 0.7);
    float[] tile = Tiles.of(SIDE, known);
    float[] noise = samples.signed(SIDE * SIDE, 0.3);
    for (int i = 0; i < tile.length; i++) tile[i] += noise[i];
    GaborFit fit = GaborFit.of(tile, 0, SIDE).orElseThrow();
    GaborFit turned = GaborFit.of(Tiles.turned(SIDE, tile), 0, SIDE).orElseThrow();
    assertThat(turned.r2()).isCloseTo(fit.r2(), within(1e-4));
    assertThat(turned.x()).isCloseTo(SIDE - 1 - fit.y(), within(0.02));
    assertThat(turned.y()).isCloseTo(fit.x(), within(0.02));
    assertThat(turned.theta()).isCloseTo(fit.theta() + Math.PI / 2, within(0.01));
    assertThat(turned.sigmaX()).isCloseTo(fit.sigmaX(), within(0.02));
    assertThat(turned.sigmaY()).isCloseTo(fit.sigmaY(), within(0.02));
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-30f, 1e-3f, -1, 1e30f})
  void theUnitOfTheWeightsDoesNotMatter(float factor) {
    float[] tile = new Samples(75).signed(SIDE * SIDE, 1);
    double r2 = GaborFit.of(tile, 0, SIDE).orElseThrow().r2();
    for (int i = 0; i < tile.length; i++) tile[i] *= factor;
    assertThat(GaborFit.of(tile, 0, SIDE).orElseThrow().r2()).isCloseTo(r2, within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.1f, -3, Float.NaN, Float.POSITIVE_INFINITY})
  void aTileOfOneValueHasNoFit(float value) {
    float[] tile = new float[SIDE * SIDE];
    Arrays.fill(tile, value);
    assertThat(GaborFit.of(tile, 0, SIDE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY})
  void aTileWithAValueThatIsNoNumberHasNoFit(float value) {
    for (int at : new int[] {0, 100, SIDE * SIDE - 1}) {
      float[] tile = new Samples(76).signed(SIDE * SIDE, 1);
      tile[at] = value;
      assertThat(GaborFit.of(tile, 0, SIDE)).isEmpty();
    }
  }

  @Test
  void oneTileOfManyIsFitted() {
    GaborFit known = Tiles.gabor(7, 8, 2, 3, 0.5, 0.2, 0.7);
    float[] tile = Tiles.of(SIDE, known);
    float[] two = new Samples(77).signed(3 * tile.length, 5);
    System.arraycopy(tile, 0, two, tile.length, tile.length);
    assertThat(GaborFit.of(two, tile.length, SIDE)).isEqualTo(GaborFit.of(tile, 0, SIDE));
    assertThatThrownBy(() -> GaborFit.of(tile, 1, SIDE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("256 weights hold no tile of 16x16 from 1 on");
    assertThatThrownBy(() -> GaborFit.of(tile, 0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Up to {@code error} pixels or radians; a tenth of that in cycles per pixel, twice it for the phase. */
  private static void assertNear(GaborFit fit, GaborFit known, double error) {
    assertThat(fit.x()).isCloseTo(known.x(), within(error));
    assertThat(fit.y()).isCloseTo(known.y(), within(error));
    assertThat(fit.sigmaX()).isCloseTo(known.sigmaX(), within(error));
    assertThat(fit.sigmaY()).isCloseTo(known.sigmaY(), within(error));
    // 0 and π are the same direction.
    assertThat(Math.sin(fit.theta() - known.theta())).isCloseTo(0, within(error));
    assertThat(fit.frequency()).isCloseTo(known.frequency(), within(error / 10));
    assertThat(fit.phase()).isCloseTo(known.phase(), within(2 * error));
    assertThat(fit.amplitude()).isCloseTo(known.amplitude(), within(error));
  }
}
