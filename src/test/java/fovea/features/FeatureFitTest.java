package fovea.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.kernels.Samples;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The kinds of tiles in docs/features.md. */
class FeatureFitTest {
  private static final int SIDE = 16;

  private static FeatureFit fit(Tiles.Pixel pixel) {
    return FeatureFit.of(Tiles.of(SIDE, pixel), 0, SIDE).orElseThrow();
  }

  private static double gauss(double distance, double sigma) {
    return Math.exp(-distance * distance / (2 * sigma * sigma));
  }

  @Test
  void edgesBarsAndStripesThatEndInsideThePatchAreGoodFeatures() {
    FeatureFit stripes =
        fit((x, y) -> Math.cos(2 * Math.PI * (x - 7) / 6.0) * gauss(x - 7, 3) * gauss(y - 8, 3));
    FeatureFit edge = fit((x, y) -> (x - 7.5) * gauss(x - 7.5, 2) * gauss(y - 8, 3));
    FeatureFit bar = fit((x, y) -> gauss(x - 7, 1) * gauss(y - 8, 6));
    assertThat(stripes.quality()).isGreaterThan(0.95);
    assertThat(edge.quality()).isGreaterThan(0.95);
    assertThat(bar.quality()).isBetween(0.75, 0.95);
    assertThat(stripes.octaves().orElseThrow()).isBetween(1.0, 1.4);
    assertThat(edge.octaves().orElseThrow()).isBetween(2.2, 2.9);
  }

  @Test
  void aPixelAndABlobHaveNoOrientation() {
    assertThat(fit((x, y) -> x == 7 && y == 8 ? 1 : 0).quality()).isLessThan(0.15);
    assertThat(fit((x, y) -> gauss(x - 7, 1) * gauss(y - 8, 1)).quality()).isLessThan(0.01);
    assertThat(fit((x, y) -> gauss(x - 7, 2) * gauss(y - 8, 2)).quality()).isLessThan(0.01);
  }

  @Test
  void aColumnAGratingAndARampDoNotEndInsideThePatch() {
    FeatureFit column = fit((x, y) -> x == 7 ? 1 : 0);
    assertThat(column.gabor().r2()).isGreaterThan(0.99);
    assertThat(column.quality()).isLessThan(0.3);
    FeatureFit grating = fit((x, y) -> Math.cos(2 * Math.PI * (2.5 * x + 1.5 * y) / SIDE));
    assertThat(grating.gabor().r2()).isGreaterThan(0.99);
    assertThat(grating.quality()).isLessThan(0.1);
    FeatureFit ramp = fit((x, y) -> x + 0.5 * y);
    assertThat(ramp.gabor().r2()).isGreaterThan(0.99);
    assertThat(ramp.quality()).isLessThan(0.1);
  }

  @Test
  void smoothNoiseIsWorthHalfAnEdgeAtMost() {
    for (double sigma : new double[] {0, 1, 2, 3}) {
      double[] quality = new double[24];
      for (int i = 0; i < quality.length; i++) {
        float[] tile = noise(new Samples(90 + i), sigma);
        quality[i] = FeatureFit.of(tile, 0, SIDE).orElseThrow().quality();
      }
      assertThat(Arrays.stream(quality).average().orElseThrow())
          .as("noise smoothed with sigma %s", sigma)
          .isLessThan(sigma == 0 ? 0.06 : 0.4);
    }
  }

  private static float[] noise(Samples samples, double sigma) {
    int margin = (int) (4 * sigma);
    int wide = SIDE + 2 * margin;
    float[] white = samples.signed(wide * wide, 1);
    return Tiles.of(SIDE, (x, y) -> {
      double sum = 0;
      for (int i = -margin; i <= margin; i++)
        for (int j = -margin; j <= margin; j++)
          sum += white[(y + margin + i) * wide + x + margin + j]
              * (sigma == 0 ? 1 : gauss(i, sigma) * gauss(j, sigma));
      return sum;
    });
  }

  @Test
  void localisationIsTheShareOfTheEnvelopeInsideTheTile() {
    GaborFit whole = Tiles.gabor(7.5, 7.5, 1.5, 2, 0.3, 0.2, 0);
    assertThat(FeatureFit.of(whole, SIDE).localisation()).isCloseTo(1, within(1e-3));
    GaborFit half = Tiles.gabor(-0.5, 7.5, 1.5, 2, 0, 0.2, 0);
    assertThat(FeatureFit.of(half, SIDE).localisation()).isCloseTo(0.5, within(1e-3));
    GaborFit corner = Tiles.gabor(-0.5, 15.5, 0.5, 2, 0, 0.2, 0);
    assertThat(FeatureFit.of(corner, SIDE).localisation()).isCloseTo(0.25, within(1e-3));
  }

  @Test
  void orientationIsOneMinusTheAnswerAtARightAngle() {
    FeatureFit narrow = FeatureFit.of(Tiles.gabor(7.5, 7.5, 2, 3, 1, 0.2, 0), SIDE);
    assertThat(narrow.orientation()).isGreaterThan(0.99);
    FeatureFit round = FeatureFit.of(Tiles.gabor(7.5, 7.5, 2, 2, 1, 1.0 / 128, 0), SIDE);
    assertThat(round.orientation()).isLessThan(0.02);
  }
}
