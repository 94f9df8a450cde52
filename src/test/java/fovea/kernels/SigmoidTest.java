package fovea.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import fovea.Notes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("numerics")
class SigmoidTest {
  /** σ in double: relative error about 2^−51, nothing beside the 2^−24 of a float's last place. */
  private static double exact(float z) {
    double t = Math.exp(-Math.abs((double) z));
    return z >= 0 ? 1 / (1 + t) : t / (1 + t);
  }

  @Test
  void isWithinTwoUlp() {
    // 17 million floats of all magnitudes.
    requireWithinTwoUlp(251);
  }

  /** Every float from 0 to 105 of either sign, 2.2 billion. */
  @Test
  @Tag("slow")
  void isWithinTwoUlpEverywhere() {
    requireWithinTwoUlp(1);
  }

  private static void requireWithinTwoUlp(int step) {
    double worst = 0;
    float[] z = new float[4096];
    float[] sigmoid = new float[z.length];
    for (int sign = 0; sign < 2; sign++) {
      for (long from = 0; from <= Float.floatToRawIntBits(105f); from += (long) z.length * step) {
        for (int i = 0; i < z.length; i++)
          z[i] = Float.intBitsToFloat((int) (from + (long) i * step) | sign << 31);
        System.arraycopy(z, 0, sigmoid, 0, z.length);
        Sigmoid.apply(sigmoid, 0, z.length);
        for (int i = 0; i < z.length; i++) {
          double exact = exact(z[i]);
          double error = Math.abs(sigmoid[i] - exact) / Math.ulp((float) exact);
          if (!(error <= 2)) fail("sigmoid(%s) is %s ulp off", z[i], error);
          worst = Math.max(worst, error);
        }
      }
    }
    Notes.take("sigmoid: largest error %.4f ulp", worst);
  }

  @Tag("once")
  @Test
  void neverDecreases() {
    requireAscending(1);
  }

  @Test
  void neverDecreasesBetweenSome() {
    requireAscending(61);
  }

  /** Floats between -105 and 18, so many apart, in order, through the vector form. */
  private static void requireAscending(int step) {
    float[] block = new float[1 << 14];
    float last = 0;
    long lowest = Float.floatToRawIntBits(105f);
    for (long from = lowest; from >= 0; from -= (long) block.length * step) {
      for (int i = 0; i < block.length; i++)
        block[i] = -Float.intBitsToFloat((int) Math.max(0, from - (long) i * step));
      last = requireAscending(block, last);
    }
    long highest = Float.floatToRawIntBits(18f);
    for (long from = 0; from <= highest; from += (long) block.length * step) {
      for (int i = 0; i < block.length; i++)
        block[i] = Float.intBitsToFloat((int) (from + (long) i * step));
      last = requireAscending(block, last);
    }
    assertThat(last).isEqualTo(1f);
  }

  private static float requireAscending(float[] z, float last) {
    float first = z[0];
    Sigmoid.apply(z, 0, z.length);
    float previous = last;
    boolean ascending = true;
    for (float a : z) {
      ascending &= a >= previous;
      previous = a;
    }
    assertThat(ascending).as("near %s", first).isTrue();
    return previous;
  }

  @Test
  void hasExactLimits() {
    float[] ends = {
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      0f,
      -0f,
      -104f,
      1e30f,
      -1e30f
    };
    float[] expected = {1, 0, 1, 0, 0.5f, 0.5f, 0, 1, 0};
    for (int i = 0; i < ends.length; i++) assertThat(Sigmoid.of(ends[i])).isEqualTo(expected[i]);
    assertThat(Sigmoid.of(-103f)).isGreaterThan(0f);
  }

  @Test
  void givesNaNForEveryNaN() {
    float[] nans = new float[64];
    for (int i = 0; i < nans.length; i++)
      nans[i] = Float.intBitsToFloat(0x7f800001 + i * 0x1ffff | (i & 1) << 31);
    for (float nan : nans) assertThat(Sigmoid.of(nan)).isNaN();
    Sigmoid.apply(nans, 0, nans.length);
    for (float nan : nans) assertThat(nan).isNaN();
  }

  @Test
  void vectorAndTailGiveTheBitsOfTheScalarForm() {
    Samples samples = new Samples(31);
    for (int length = 0; length < 3 * Lanes.V + 2; length++) {
      float[] z = samples.signed(length + 4, 110);
      float[] expected = z.clone();
      for (int i = 0; i < length; i++) expected[2 + i] = Sigmoid.of(z[2 + i]);
      Sigmoid.apply(z, 2, length);
      assertThat(z).isEqualTo(expected);
    }
  }
}
