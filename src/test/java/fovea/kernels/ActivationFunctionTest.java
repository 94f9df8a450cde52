package fovea.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.Notes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("numerics")
class ActivationFunctionTest {
  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  @ParameterizedTest
  @EnumSource(ActivationFunction.class)
  void vectorAndTailGiveTheBitsOfTheScalarForm(ActivationFunction function) {
    Samples samples = new Samples(32);
    for (int length = 0; length < 3 * Lanes.V + 2; length++) {
      float[] z = samples.signed(length + 4, length % 2 == 0 ? 12 : 0.3);
      for (int i = 0; i < length; i += 3) z[2 + i] = SPECIAL[(length + i) % SPECIAL.length];
      float[] expected = z.clone();
      for (int i = 0; i < length; i++) expected[2 + i] = function.of(z[2 + i]);
      function.apply(z, 2, length);
      assertThat(bits(z)).isEqualTo(bits(expected));
    }
  }

  private static int[] bits(float[] a) {
    int[] bits = new int[a.length];
    // One bit pattern for every NaN: which one an operation gives is the machine's choice.
    for (int i = 0; i < a.length; i++) bits[i] = Float.floatToIntBits(a[i]);
    return bits;
  }

  @Test
  void tanhIsWithinThreeUlpAlsoNearZero() {
    // 4.5 million floats of all magnitudes.
    tanhIsWithinThreeUlp(251);
  }

  /** Every float from 0 to 10, 1.1 billion. */
  @Test
  @Tag("slow")
  void tanhIsWithinThreeUlpEverywhere() {
    tanhIsWithinThreeUlp(1);
  }

  private static void tanhIsWithinThreeUlp(int step) {
    double worst = 0;
    for (int bits = 0; bits <= Float.floatToRawIntBits(10f); bits += step) {
      float z = Float.intBitsToFloat(bits);
      double exact = StrictMath.tanh(z);
      worst = Math.max(worst, Math.abs(Tanh.of(z) - exact) / Math.ulp((float) exact));
    }
    Notes.take("tanh: largest error %.4f ulp", worst);
    assertThat(worst).isLessThan(3);
  }

  @Test
  void tanhIsOddAndHasExactLimits() {
    for (float z : new Samples(33).signed(1000, 10)) assertThat(Tanh.of(-z)).isEqualTo(-Tanh.of(z));
    assertThat(Tanh.of(0f)).isEqualTo(0f);
    assertThat(Tanh.of(-0f)).isEqualTo(-0f);
    assertThat(Tanh.of(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Tanh.of(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(Tanh.of(Float.MAX_VALUE)).isEqualTo(1f);
    assertThat(Tanh.of(Float.NaN)).isNaN();
    assertThat(Tanh.of(Float.MIN_VALUE)).isEqualTo(Float.MIN_VALUE);
  }

  @Test
  void reluKeepsNaNAndHasNoSlopeAtZero() {
    assertThat(ActivationFunction.RELU.of(Float.NaN)).isNaN();
    assertThat(ActivationFunction.RELU.of(-3f)).isEqualTo(0f);
    assertThat(ActivationFunction.RELU.of(3f)).isEqualTo(3f);
    assertThat(ScalarKernels.slope(ActivationFunction.RELU, 0f)).isZero();
    assertThat(ScalarKernels.slope(ActivationFunction.RELU, Float.MIN_VALUE)).isEqualTo(1f);
  }
}
