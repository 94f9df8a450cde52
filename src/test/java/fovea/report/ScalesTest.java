package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScalesTest {
  private static final float NAN = Float.NaN;

  @Test
  void greyIsLinearAndClamped() {
    GreyScale scale = new GreyScale(-1, 3);
    assertThat(scale.level(-1)).isZero();
    assertThat(scale.level(1)).isEqualTo(128);
    assertThat(scale.level(3)).isEqualTo(255);
    assertThat(scale.level(-1e30)).isZero();
    assertThat(scale.level(1e30)).isEqualTo(255);
    for (int level = 0; level < 256; level++)
      assertThat(GreyScale.UNIT.rgb(level / 255f)).isEqualTo(level * 0x010101);
  }

  @Test
  void aScaleWithoutExtentIsMidGrey() {
    assertThat(GreyScale.symmetric(0).rgb(0)).isEqualTo(0x808080);
    assertThat(new GreyScale(7, 7).rgb(7)).isEqualTo(0x808080);
  }

  @Test
  void rawValuesAreShownInTheRangeTheyWereMeantIn() {
    assertThat(GreyScale.showing(new float[] {0.2f, 0.9f})).isEqualTo(GreyScale.UNIT);
    assertThat(GreyScale.showing(new float[] {0, 1})).isEqualTo(GreyScale.UNIT);
    assertThat(GreyScale.showing(new float[] {3, 200})).isEqualTo(new GreyScale(0, 255));
    assertThat(GreyScale.showing(new float[] {3.5f, 200})).isEqualTo(new GreyScale(3.5, 200));
    assertThat(GreyScale.showing(new float[] {-2, 1})).isEqualTo(new GreyScale(-2, 1));
    assertThat(GreyScale.showing(new float[] {0, 4095})).isEqualTo(new GreyScale(0, 4095));
    assertThat(GreyScale.showing(new float[] {-2, NAN, 1})).isEqualTo(new GreyScale(-2, 1));
    assertThat(GreyScale.showing(new float[] {NAN})).isEqualTo(GreyScale.UNIT);
  }

  /** Says the same as a plain scan of every value. */
  @Test
  void theRangeDependsOnAllValuesWhereverTheyStand() {
    long seed = 24;
    SplittableRandom random = new SplittableRandom(seed);
    float[] odd = {-0f, -1, 0.5f, 254.5f, 256, 1e30f, NAN, Float.POSITIVE_INFINITY, -1e-30f};
    for (int trial = 0; trial < 2000; trial++) {
      int high = trial % 2 == 0 ? 2 : 256;
      float[] values = new float[random.nextInt(1, 40)];
      for (int i = 0; i < values.length; i++) values[i] = random.nextInt(high);
      for (int left = random.nextInt(3); left > 0; left--)
        values[random.nextInt(values.length)] = odd[random.nextInt(odd.length)];
      assertThat(GreyScale.showing(values))
          .as("seed %d: %s", seed, Arrays.toString(values))
          .isEqualTo(scanned(values));
    }
  }

  private static GreyScale scanned(float[] values) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    boolean whole = true;
    for (float v : values) {
      if (!Float.isFinite(v)) continue;
      min = Math.min(min, v);
      max = Math.max(max, v);
      whole &= v == Math.rint(v);
    }
    if (min > max || (min >= 0 && max <= 1)) return GreyScale.UNIT;
    return whole && min >= 0 && max <= 255
        ? new GreyScale(0, 255)
        : new GreyScale(min + 0.0, max + 0.0);
  }

  @Test
  void valuesThatAreNoNumberStandOut() {
    assertThat(GreyScale.UNIT.rgb(NAN)).isEqualTo(GreyScale.NOT_FINITE);
    assertThat(GreyScale.UNIT.rgb(0.5, Double.POSITIVE_INFINITY, 0.5))
        .isEqualTo(GreyScale.NOT_FINITE);
    assertThat(new DivergingScale(1).rgb(NAN)).isEqualTo(GreyScale.NOT_FINITE);
  }

  @Test
  void differencesGoFromBlueOverWhiteToRed() {
    DivergingScale scale = new DivergingScale(0.25);
    assertThat(scale.rgb(0)).isEqualTo(0xFFFFFF);
    assertThat(scale.rgb(-0.25)).isEqualTo(0x2166AC);
    assertThat(scale.rgb(0.25)).isEqualTo(0xB2182B);
    assertThat(scale.rgb(9)).isEqualTo(0xB2182B);
    for (double d = 0.01; d <= 0.25; d += 0.01) {
      int red = scale.rgb(d);
      int blue = scale.rgb(-d);
      assertThat((red >> 16) & 255).isGreaterThan(red & 255);
      assertThat(blue & 255).isGreaterThan((blue >> 16) & 255);
      assertThat((red >> 8) & 255).isLessThan((scale.rgb(d - 0.01) >> 8) & 255);
    }
    assertThat(new DivergingScale(0).rgb(0)).isEqualTo(0xFFFFFF);
  }
}
