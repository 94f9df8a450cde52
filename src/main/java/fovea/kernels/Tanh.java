package fovea.kernels;

import static fovea.kernels.Lanes.F;
import static fovea.kernels.Lanes.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * tanh z in float32, odd to the last bit: tanh(±0) = ±0, ±1 at ±∞, NaN for NaN.
 *
 * <p>tanh |z| = (1 − t)/(1 + t), t = e^(−2|z|), with the range reduction and the polynomial of {@link Sigmoid}:
 * t = s + s·v, s = 2ⁿ, n ≤ 0, v = e^(−r) − 1. So
 *
 * <pre>  tanh |z| = ((1 − s) − s·v) / (1 + (s + s·v))</pre>
 *
 * <p>1 − s is exact down to s = 2^−24, and 0 for small z, where −v alone is left: no digits cancel. What looks
 * cheaper, 2σ(2z) − 1, is off by 2^−23 near 0, however small its result.
 *
 * <p>The vector and the scalar form do the same operations in the same order.
 */
final class Tanh {
  /** Of 2|z|. Above, t is less than half of the last place of 1; tanh is 1 from |z| = 9.02 on. */
  private static final float HIGHEST = 40f;

  private static final float LOG2_E = 0x1.715476p+0f;

  /** ln 2 in two parts; the first has 9 bits, so its product with n is exact. */
  private static final float LN2_HIGH = 0x1.63p-1f;

  private static final float LN2_LOW = -2.1219444e-4f;

  /**
   * Adding 1.5·2^23 rounds to an integer n and leaves it in the low bits; the 127 make them, shifted into place, the
   * float 2ⁿ.
   */
  private static final float ROUND = 0x1.8p+23f + 127f;

  /** (e^(−r) − 1 + r)/r² on [−ln 2/2, ln 2/2], as in {@link Sigmoid}. */
  private static final float E2 = 0x1.fffffcp-2f;

  private static final float E3 = -0x1.555492p-3f;
  private static final float E4 = 0x1.5558f2p-5f;
  private static final float E5 = -0x1.123a2p-7f;
  private static final float E6 = 0x1.6a23cep-10f;

  private static final int SIGN = 0x80000000;

  private Tanh() {}

  /** Replaces {@code a[at … at + length)} by its hyperbolic tangent. */
  public static void apply(float[] a, int at, int length) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    int i = 0;
    for (; i <= length - V; i += V) {
      FloatVector z = FloatVector.fromArray(F, a, at + i);
      FloatVector x = z.abs();
      x = x.add(x);
      // A comparison that NaN fails, so NaN goes on.
      x = x.blend(HIGHEST, x.compare(VectorOperators.GT, HIGHEST));
      FloatVector rounded =
          x.fma(FloatVector.broadcast(F, -LOG2_E), FloatVector.broadcast(F, ROUND));
      FloatVector n = rounded.sub(ROUND);
      FloatVector r = n.fma(FloatVector.broadcast(F, LN2_HIGH), x);
      r = n.fma(FloatVector.broadcast(F, LN2_LOW), r);
      FloatVector r2 = r.mul(r);
      FloatVector low = r.fma(FloatVector.broadcast(F, E3), FloatVector.broadcast(F, E2));
      FloatVector high = r.fma(FloatVector.broadcast(F, E5), FloatVector.broadcast(F, E4));
      high = r2.fma(FloatVector.broadcast(F, E6), high);
      FloatVector v = r2.fma(r2.fma(high, low), r.neg());
      FloatVector s =
          rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector above = v.neg().fma(s, one.sub(s));
      FloatVector below = v.fma(s, s).add(one);
      above
          .div(below)
          .reinterpretAsInts()
          .or(z.reinterpretAsInts().and(SIGN))
          .reinterpretAsFloats()
          .intoArray(a, at + i);
    }
    for (; i < length; i++) a[at + i] = of(a[at + i]);
  }

  /** tanh z, the same bits as a lane of the vector form. */
  public static float of(float z) {
    float x = Math.abs(z);
    x = x + x;
    if (x > HIGHEST) x = HIGHEST;
    float rounded = Math.fma(x, -LOG2_E, ROUND);
    float n = rounded - ROUND;
    float r = Math.fma(n, LN2_HIGH, x);
    r = Math.fma(n, LN2_LOW, r);
    float r2 = r * r;
    float low = Math.fma(r, E3, E2);
    float high = Math.fma(r, E5, E4);
    high = Math.fma(r2, E6, high);
    float v = Math.fma(r2, Math.fma(r2, high, low), -r);
    float s = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << 23);
    float above = Math.fma(-v, s, 1 - s);
    float below = Math.fma(v, s, s) + 1;
    int sign = Float.floatToRawIntBits(z) & SIGN;
    return Float.intBitsToFloat(Float.floatToRawIntBits(above / below) | sign);
  }
}
