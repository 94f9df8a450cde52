package fovea.kernels;

import static fovea.kernels.Lanes.F;
import static fovea.kernels.Lanes.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * σ(z) = 1/(1 + e^(−z)) in float32: less than 2 ulp from the exact value and monotone, both over all floats;
 * σ(0) = 1/2, σ(−∞) = 0, σ(∞) = 1, NaN for NaN.
 *
 * <p>The exponential splits −z = n·ln 2 − r, |r| ≤ ln 2 / 2 (Cody and Waite, Software Manual for the Elementary
 * Functions, 1980, chapter 6), and takes v = e^(−r) − 1 from a polynomial of degree 6. Everything is scaled by 2^−64,
 * so that neither e^(−z) nor its reciprocal leaves the normal numbers before the last operation:
 *
 * <pre>  σ = 2^−64 / (2^−64 + s + s·v),   s = 2^(n−64)</pre>
 *
 * <p>The three terms of the denominator are added from small to large, the product with v not rounded by itself: so
 * the denominator is less than an ulp off, and the division can be the hardware's. What looks cheaper, t/(1 + t) with
 * t = e^(−|z|), rounds more often: it is neither monotone nor within 2 ulp unless its quotient is corrected, and half
 * as fast then.
 *
 * <p>The vector and the scalar form do the same operations in the same order, so a value does not depend on where in
 * an array it stands. The JDK's own vector exponential is not used: its bits depend on the platform and on whether
 * the code has been compiled.
 */
public final class Sigmoid {
  /** Below, σ is less than half of the smallest float. */
  private static final float LOWEST = -104f;

  /** Above, 1 + e^(−z) is 1 in any precision used here; σ is 1 from 17.4 on. */
  private static final float HIGHEST = 40f;

  private static final float LOG2_E = 0x1.715476p+0f;

  /** ln 2 in two parts; the first has 9 bits, so its product with n is exact. */
  private static final float LN2_HIGH = 0x1.63p-1f;

  private static final float LN2_LOW = -2.1219444e-4f;

  /** 2^−64. */
  private static final float ONE = 0x1p-64f;

  private static final int ONE_BITS = (127 - 64) << 23;

  /**
   * Adding 1.5·2^23 rounds to an integer and leaves it in the low bits; the 127 − 64 more make these bits, shifted
   * into place, the float 2^(n−64).
   */
  private static final float ROUND = 0x1.8p+23f + 127f - 64f;

  /** (e^(−r) − 1 + r)/r² on [−ln 2/2, ln 2/2]: the relative error of e^(−r) is at most 2^−28. */
  private static final float E2 = 0x1.fffffcp-2f;

  private static final float E3 = -0x1.555492p-3f;
  private static final float E4 = 0x1.5558f2p-5f;
  private static final float E5 = -0x1.123a2p-7f;
  private static final float E6 = 0x1.6a23cep-10f;

  private Sigmoid() {}

  /**
   * Replaces {@code a[at … at + length)} by its sigmoid. The vector form stands in this loop and nowhere else: as a
   * method that takes and returns vectors it would depend on C2 inlining it, and where C2 does not, every vector is
   * boxed.
   */
  public static void apply(float[] a, int at, int length) {
    FloatVector one = FloatVector.broadcast(F, ONE);
    IntVector oneBits = one.reinterpretAsInts();
    int i = 0;
    for (; i <= length - V; i += V) {
      FloatVector z = FloatVector.fromArray(F, a, at + i);
      // Comparisons that NaN fails, so NaN goes on.
      z = z.blend(LOWEST, z.compare(VectorOperators.LT, LOWEST));
      z = z.blend(HIGHEST, z.compare(VectorOperators.GT, HIGHEST));
      FloatVector rounded =
          z.fma(FloatVector.broadcast(F, -LOG2_E), FloatVector.broadcast(F, ROUND));
      FloatVector n = rounded.sub(ROUND);
      FloatVector r = n.fma(FloatVector.broadcast(F, LN2_HIGH), z);
      r = n.fma(FloatVector.broadcast(F, LN2_LOW), r);
      FloatVector r2 = r.mul(r);
      FloatVector low = r.fma(FloatVector.broadcast(F, E3), FloatVector.broadcast(F, E2));
      FloatVector high = r.fma(FloatVector.broadcast(F, E5), FloatVector.broadcast(F, E4));
      high = r2.fma(FloatVector.broadcast(F, E6), high);
      FloatVector v = r2.fma(r2.fma(high, low), r.neg());
      // Positive floats are ordered as their bits are, and integer minima are one instruction
      // everywhere.
      IntVector scaleBits = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      FloatVector scale = scaleBits.reinterpretAsFloats();
      FloatVector smaller = scaleBits.min(oneBits).reinterpretAsFloats();
      FloatVector larger = scaleBits.max(oneBits).reinterpretAsFloats();
      one.div(v.fma(scale, smaller).add(larger)).intoArray(a, at + i);
    }
    for (; i < length; i++) a[at + i] = of(a[at + i]);
  }

  /** σ(z), the same bits as a lane of the vector form. */
  public static float of(float z) {
    if (z < LOWEST) z = LOWEST;
    if (z > HIGHEST) z = HIGHEST;
    float rounded = Math.fma(z, -LOG2_E, ROUND);
    float n = rounded - ROUND;
    float r = Math.fma(n, LN2_HIGH, z);
    r = Math.fma(n, LN2_LOW, r);
    float r2 = r * r;
    float low = Math.fma(r, E3, E2);
    float high = Math.fma(r, E5, E4);
    high = Math.fma(r2, E6, high);
    float v = Math.fma(r2, Math.fma(r2, high, low), -r);
    int scaleBits = Float.floatToRawIntBits(rounded) << 23;
    float scale = Float.intBitsToFloat(scaleBits);
    float smaller = Float.intBitsToFloat(Math.min(scaleBits, ONE_BITS));
    float larger = Float.intBitsToFloat(Math.max(scaleBits, ONE_BITS));
    return ONE / (Math.fma(v, scale, smaller) + larger);
  }
}
