package fovea.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.kernels.Samples;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureQualityTest {
  private static final int TABLE = 0;
  private static final int IMAGES = 1;

  @Test
  void theScoreIsTheMeanFitOfTheUnitsThatAreOfUse() {
    NetworkShape shape = new NetworkShape(256, 5);
    GaborFit upright = Tiles.gabor(7, 8, 2, 3, 0, 0.2, 0.7);
    GaborFit level = Tiles.gabor(7, 8, 2, 3, 1.57, 0.2, 0.7);
    float[] theta = theta(
        shape,
        Tiles.of(16, upright),
        new Samples(81).signed(256, 1),
        new float[256],
        Tiles.of(16, upright),
        Tiles.of(16, level));
    FeatureQuality quality =
        FeatureQuality.of(shape, theta, IMAGES, new boolean[5], new boolean[5]);
    assertThat(r2(quality, 0)).isGreaterThan(0.99999);
    assertThat(r2(quality, 1)).isBetween(0.01, 0.25);
    assertThat(quality.fit(2)).isEmpty();
    assertThat(quality.fit(3)).isEqualTo(quality.fit(0));
    assertThat(quality.meanR2())
        .isCloseTo((2 * r2(quality, 0) + r2(quality, 1) + r2(quality, 4)) / 5, within(1e-12));
    double[] each = IntStream.range(0, 5)
        .mapToDouble(j -> quality.fit(j).map(FeatureFit::quality).orElse(0.0))
        .toArray();
    assertThat(quality.duplicate()).containsExactly(false, false, false, true, false);
    assertThat(quality.duplicates()).isEqualTo(1);
    assertThat(quality.score()).isCloseTo((each[0] + each[1] + each[4]) / 5, within(1e-12));

    FeatureQuality wasted = FeatureQuality.of(
        shape, theta, IMAGES, new boolean[] {true, false, false, false, false}, new boolean[] {
          false, false, true, false, false
        });
    assertThat(wasted.fits()).isEqualTo(quality.fits());
    assertThat(wasted.dead()).isEqualTo(1);
    assertThat(wasted.saturated()).isEqualTo(1);
    assertThat(wasted.duplicates()).as("the unit it repeats is dead").isZero();
    assertThat(wasted.score()).isCloseTo((each[1] + each[3] + each[4]) / 5, within(1e-12));
  }

  @Test
  void ofAColourFeatureTheLuminanceIsFitted() {
    NetworkShape shape = new NetworkShape(3 * 256, 2);
    float[] tile = Tiles.of(16, Tiles.gabor(7, 8, 2, 3, 0, 0.2, 0.7));
    float[] noise = new Samples(84).signed(256, 1);
    float[] hidden = new float[3 * 256];
    float[] flipped = new float[3 * 256];
    for (int p = 0; p < 256; p++) {
      // In neither channel a Gabor function, but red and green make up its luminance; the other way
      // round they do not.
      hidden[p] = (tile[p] - 0.7152f * noise[p]) / 0.2126f;
      hidden[256 + p] = noise[p];
      flipped[p] = hidden[256 + p];
      flipped[256 + p] = hidden[p];
    }
    FeatureQuality quality =
        FeatureQuality.of(shape, theta(shape, hidden, flipped), 3, new boolean[2], new boolean[2]);
    assertThat(r2(quality, 0)).isGreaterThan(0.99999);
    assertThat(r2(quality, 1)).isLessThan(0.5);
  }

  @Test
  void aTableIsScoredByTheShareOfUnitsThatAreOfUse() {
    NetworkShape shape = new NetworkShape(64, 4);
    float[] feature = new Samples(82).signed(64, 1);
    float[] other = new Samples(83).signed(64, 1);
    float[] theta = theta(shape, feature, other, feature, other);
    FeatureQuality quality = FeatureQuality.of(
        shape, theta, TABLE, new boolean[] {false, false, false, true}, new boolean[4]);
    assertThat(quality.fits()).isEmpty();
    assertThat(quality.meanR2()).isNaN();
    assertThat(quality.duplicates()).isEqualTo(1);
    assertThat(quality.score()).isEqualTo(0.5);
  }

  @Test
  void tilesThatAreNoSquareOrTooSmallAreNotFitted() {
    for (int inputs : new int[] {1, 16, 49, 63, 65}) {
      NetworkShape shape = new NetworkShape(inputs, 2);
      float[] theta = new Samples(84).signed(Parameters.count(shape), 1);
      assertThat(FeatureQuality.of(shape, theta, IMAGES, new boolean[2], new boolean[2])
              .fits())
          .isEmpty();
    }
    NetworkShape least = new NetworkShape(64, 2);
    float[] theta = new Samples(85).signed(Parameters.count(least), 1);
    assertThat(FeatureQuality.of(least, theta, IMAGES, new boolean[2], new boolean[2])
            .fits())
        .isPresent();
  }

  @Test
  void duplicatesAreCountedFromTheFirstOfTheirKind() {
    NetworkShape shape = new NetworkShape(2, 7);
    float[] theta = theta(
        shape,
        atAngle(0),
        atAngle(15), // cosine 0.966 with the first
        atAngle(25), // 0.906 with the first; the second, as near as 0.985, is a duplicate itself
        new float[] {30, 0}, // the first, longer
        atAngle(180), // the opposite is another feature
        new float[2],
        new float[2]);
    FeatureQuality quality = FeatureQuality.of(shape, theta, TABLE, new boolean[7], new boolean[7]);
    assertThat(quality.duplicate()).containsExactly(false, true, false, true, false, false, false);
    assertThat(quality.score()).isCloseTo(5 / 7.0, within(1e-12));
  }

  @Test
  void aConstantInTheWeightsOfAnImageMakesNoOtherFeatureOfIt() {
    NetworkShape shape = new NetworkShape(64, 2);
    float[] feature = new Samples(86).signed(64, 1);
    float[] shifted = feature.clone();
    for (int k = 0; k < 64; k++) shifted[k] += 5;
    float[] theta = theta(shape, feature, shifted);
    assertThat(FeatureQuality.of(shape, theta, IMAGES, new boolean[2], new boolean[2])
            .duplicate())
        .containsExactly(false, true);
    assertThat(FeatureQuality.of(shape, theta, TABLE, new boolean[2], new boolean[2])
            .duplicates())
        .as("columns of a table have no common mean")
        .isZero();
  }

  @Test
  void aFeatureThatIsNoNumberIsOnlyBadItself() {
    NetworkShape shape = new NetworkShape(64, 2);
    float[] theta =
        theta(shape, new float[] {Float.NaN}, Tiles.of(8, Tiles.gabor(3, 4, 1.5, 2, 1, 0.2, 0)));
    FeatureQuality quality =
        FeatureQuality.of(shape, theta, IMAGES, new boolean[2], new boolean[2]);
    assertThat(quality.fit(0)).isEmpty();
    assertThat(quality.duplicates()).isZero();
    assertThat(quality.score())
        .isEqualTo(quality.fit(1).orElseThrow().quality() / 2)
        .isBetween(0.4, 0.5);
  }

  @Test
  void arraysOfOtherLengthsAreRefused() {
    NetworkShape shape = new NetworkShape(4, 2);
    float[] theta = new float[Parameters.count(shape)];
    assertThatThrownBy(() -> FeatureQuality.of(shape, theta, TABLE, new boolean[3], new boolean[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dead: need 2 values, have 3");
    assertThatThrownBy(
            () -> FeatureQuality.of(shape, new float[5], TABLE, new boolean[2], new boolean[2]))
        .hasMessage("theta: need 8 values, have 5");
  }

  private static double r2(FeatureQuality quality, int unit) {
    return quality.fit(unit).orElseThrow().gabor().r2();
  }

  private static float[] theta(NetworkShape shape, float[]... features) {
    float[] theta = new float[Parameters.count(shape)];
    for (int j = 0; j < features.length; j++)
      System.arraycopy(features[j], 0, theta, j * shape.inputs(), features[j].length);
    return theta;
  }

  private static float[] atAngle(double degrees) {
    double angle = Math.toRadians(degrees);
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }
}
