package fovea.kernels;

import static fovea.kernels.Lanes.F;
import static fovea.kernels.Lanes.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * σ(z) = 1/(1 + e^(−z)) in float32, at most 2 ulp from the exact value, monotone, σ(−∞) = 0, σ(∞) = 1, NaN for NaN.
 *
 * <p>With t = e^(−|z|), which never overflows, σ is 1/(1 + t) for z ≥ 0 and t/(1 + t) below. The exponential splits −|z| =
 * n·ln 2 + r, |r| ≤ ln 2 / 2 (Cody and Waite, Software Manual for the Elementary Functions, 1980, chapter 6) and takes v = e^r − 1
 * from a polynomial, so that t = 2^n·(1 + v) is rounded once. The reciprocal y = 1/(1 + t) comes from a polynomial in t and one step of
 * Newton's; the quotient q is corrected by its residual. Both residuals, such as t − q(1 + t) = (t − q) − q·t, need no rounded 1 + t and
 * their differences are exact (Sterbenz), so σ is the correctly rounded quotient of t in all but a few cases, which keeps it
 * monotone. A hardware division by a rounded 1 + t would be neither.
 *
 * <p>The vector and the scalar form do the same operations in the same order, so a value does not depend on where in an
 * array it stands. The JDK's own vector exponential is not used: its bits depend on the platform and on whether the code has been
 * compiled.
 */
public final class Sigmoid {
  /** e^(−104) is below half of the smallest float: from here on σ is 0. */
  private static final float LOWEST = -104f;

  private static final float LOG2_E = 0x1.715476p+0f;

  /** ln 2 in two parts; the first has 9 bits, so its product with n is exact. */
  private static final float LN2_HIGH = 0x1.63p-1f;

  private static final float LN2_LOW = -2.1219444e-4f;

  /**
   * Adding 1.5·2^23 rounds to an integer and leaves it in the low bits. The 127 + 64 more make these bits, shifted into
   * place, the float 2^(n+64); the 64 keep it a normal number for all n down to −150.
   */
  private static final float ROUND = 0x1.8p+23f + 127f + 64f;

  private static final float SCALE_BACK = 0x1p-64f;

  /** (e^r − 1 − r)/r² on [−ln 2/2, ln 2/2]: the relative error of e^r is at most 2^−28. */
  private static final float E2 = 0x1.fffffcp-2f;

  private static final float E3 = 0x1.555492p-3f;
  private static final float E4 = 0x1.5558f2p-5f;
  private static final float E5 = 0x1.123a2p-7f;
  private static final float E6 = 0x1.6a23cep-10f;

  /** 1/(1 + t) on [0, 1]: the relative error is at most 3.3e-4, its square 1.1e-7; at t = 1 it is 0, so σ(0) = 1/2. */
  private static final float Y0 = 0x1.ffd578p-1f;

  private static final float Y1 = -0x1.f7baf2p-1f;
  private static final float Y2 = 0x1.b87cecp-1f;
  private static final float Y3 = -0x1.0bbe34p-1f;
  private static final float Y4 = 0x1.2c9b0ap-3f;

  private Sigmoid() {}

  /**
   * Replaces {@code a[at … at + length)} by its sigmoid. The vector form stands in this loop and nowhere else: as a method
   * that takes and returns vectors it would depend on C2 inlining it, and where C2 does not, every vector is boxed.
   */
  public static void apply(float[] a, int at, int length) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    int i = 0;
    for (; i <= length - V; i += V) {
      FloatVector z = FloatVector.fromArray(F, a, at + i);
      FloatVector m = z.abs().neg();
      m = m.blend(LOWEST, m.lt(LOWEST));
      FloatVector rounded =
          m.fma(FloatVector.broadcast(F, LOG2_E), FloatVector.broadcast(F, ROUND));
      FloatVector n = rounded.sub(ROUND);
      FloatVector r = n.fma(FloatVector.broadcast(F, -LN2_HIGH), m);
      r = n.fma(FloatVector.broadcast(F, -LN2_LOW), r);
      FloatVector v = r.fma(FloatVector.broadcast(F, E6), FloatVector.broadcast(F, E5));
      v = v.fma(r, FloatVector.broadcast(F, E4));
      v = v.fma(r, FloatVector.broadcast(F, E3));
      v = v.fma(r, FloatVector.broadcast(F, E2));
      v = v.fma(r.mul(r), r);
      IntVector exponent = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      FloatVector scale = exponent.reinterpretAsFloats();
      FloatVector t = v.fma(scale, scale).mul(SCALE_BACK);

      FloatVector y = t.fma(FloatVector.broadcast(F, Y4), FloatVector.broadcast(F, Y3));
      y = y.fma(t, FloatVector.broadcast(F, Y2));
      y = y.fma(t, FloatVector.broadcast(F, Y1));
      y = y.fma(t, FloatVector.broadcast(F, Y0));
      y = y.fma(y.neg().fma(t, one.sub(y)), y);
      FloatVector numerator = one.blend(t, z.lt(0f));
      FloatVector q = numerator.mul(y);
      q = y.fma(q.neg().fma(t, numerator.sub(q)), q);
      q.intoArray(a, at + i);
    }
    for (; i < length; i++) a[at + i] = of(a[at + i]);
  }

  /** σ(z), the same bits as a lane of the vector form. */
  public static float of(float z) {
    float m = -Math.abs(z);
    if (m < LOWEST) m = LOWEST;
    float rounded = Math.fma(m, LOG2_E, ROUND);
    float n = rounded - ROUND;
    float r = Math.fma(n, -LN2_HIGH, m);
    r = Math.fma(n, -LN2_LOW, r);
    float v = Math.fma(r, E6, E5);
    v = Math.fma(v, r, E4);
    v = Math.fma(v, r, E3);
    v = Math.fma(v, r, E2);
    v = Math.fma(v, r * r, r);
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << 23);
    float t = Math.fma(v, scale, scale) * SCALE_BACK;

    float y = Math.fma(t, Y4, Y3);
    y = Math.fma(y, t, Y2);
    y = Math.fma(y, t, Y1);
    y = Math.fma(y, t, Y0);
    y = Math.fma(y, Math.fma(-y, t, 1f - y), y);
    float a = z < 0f ? t : 1f;
    float q = a * y;
    return Math.fma(y, Math.fma(-q, t, a - q), q);
  }
}
