package fovea.kernels;

import static fovea.kernels.Lanes.D;
import static fovea.kernels.Lanes.F;
import static fovea.kernels.Lanes.F_HALF;
import static fovea.kernels.Lanes.V;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Vectors as long as theta: sums, dot products and updates.
 *
 * <p>A dot product runs in {@link #LANES} virtual lanes, whatever the width of the hardware's vectors: lane l is a
 * chain of double fused multiply-adds over the elements l, l + 64, l + 128, …; the lanes are then added in order, 0
 * to 63. A product of two floats is exact in double.
 */
public final class Reductions {
  /** Virtual lanes of a dot product. */
  public static final int LANES = 64;

  private static final int DOUBLES = D.length();

  private Reductions() {}

  /** Σ a[aAt + i]·b[bAt + i] over i below {@code length}. */
  public static double dot(float[] a, int aAt, float[] b, int bAt, int length) {
    int whole = length - length % LANES;
    double sum = 0;
    // Four hardware vectors at a time hide the latency of the multiply-add; the lanes come in
    // ascending order.
    for (int lane = 0; lane < LANES; lane += 4 * DOUBLES) {
      DoubleVector s0 = DoubleVector.zero(D);
      DoubleVector s1 = s0;
      DoubleVector s2 = s0;
      DoubleVector s3 = s0;
      for (int i = lane; i < whole; i += LANES) {
        s0 = widen(a, aAt + i).fma(widen(b, bAt + i), s0);
        s1 = widen(a, aAt + i + DOUBLES).fma(widen(b, bAt + i + DOUBLES), s1);
        s2 = widen(a, aAt + i + 2 * DOUBLES).fma(widen(b, bAt + i + 2 * DOUBLES), s2);
        s3 = widen(a, aAt + i + 3 * DOUBLES).fma(widen(b, bAt + i + 3 * DOUBLES), s3);
      }
      sum = join(sum, s0, a, aAt, b, bAt, whole + lane, length);
      sum = join(sum, s1, a, aAt, b, bAt, whole + lane + DOUBLES, length);
      sum = join(sum, s2, a, aAt, b, bAt, whole + lane + 2 * DOUBLES, length);
      sum = join(sum, s3, a, aAt, b, bAt, whole + lane + 3 * DOUBLES, length);
    }
    return sum;
  }

  /** Gives each lane its element of the unfinished last round, if it has one, and adds the lanes up in order. */
  private static double join(
      double sum,
      DoubleVector lanes,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int from,
      int length) {
    for (int l = 0; l < DOUBLES; l++) {
      double lane = lanes.lane(l);
      if (from + l < length)
        lane = Math.fma((double) a[aAt + from + l], (double) b[bAt + from + l], lane);
      sum += lane;
    }
    return sum;
  }

  private static DoubleVector widen(float[] a, int at) {
    return (DoubleVector)
        FloatVector.fromArray(F_HALF, a, at).convertShape(VectorOperators.F2D, D, 0);
  }

  /** Σ a², the squared 2-norm of {@code a[at … at + length)}. */
  public static double squaredNorm(float[] a, int at, int length) {
    return dot(a, at, a, at, length);
  }

  /** y ← y + alpha·x, one fused multiply-add each. */
  public static void axpy(float alpha, float[] x, float[] y) {
    int i = 0;
    FloatVector factor = FloatVector.broadcast(F, alpha);
    for (; i <= y.length - V; i += V)
      factor.fma(FloatVector.fromArray(F, x, i), FloatVector.fromArray(F, y, i)).intoArray(y, i);
    for (; i < y.length; i++) y[i] = Math.fma(alpha, x[i], y[i]);
  }

  /** z ← x + alpha·y, one fused multiply-add each. */
  public static void combine(float[] x, float alpha, float[] y, float[] z) {
    combine(x, alpha, y, z, 0, z.length);
  }

  /** z[i] ← x[i] + alpha·y[i] for i from {@code from} to {@code to}, one fused multiply-add each. */
  public static void combine(float[] x, float alpha, float[] y, float[] z, int from, int to) {
    int i = from;
    FloatVector factor = FloatVector.broadcast(F, alpha);
    for (; i <= to - V; i += V)
      factor.fma(FloatVector.fromArray(F, y, i), FloatVector.fromArray(F, x, i)).intoArray(z, i);
    for (; i < to; i++) z[i] = Math.fma(alpha, y[i], x[i]);
  }

  /** x ← alpha·x. */
  public static void scale(float alpha, float[] x) {
    int i = 0;
    for (; i <= x.length - V; i += V) FloatVector.fromArray(F, x, i).mul(alpha).intoArray(x, i);
    for (; i < x.length; i++) x[i] *= alpha;
  }

  /**
   * The update of Adam, element by element: m ← m + c1·(g − m), v ← v + c2·(g² − v), θ ← θ − rate·m/(√v + epsilon).
   * Both means are moved by one fused multiply-add, so that no rounding drives them from what they average; v stays
   * at least 0.
   *
   * @param c1 1 − β1
   * @param c2 1 − β2
   */
  public static void adam(
      float[] gradient,
      float c1,
      float c2,
      float rate,
      float epsilon,
      float[] mean,
      float[] square,
      float[] theta) {
    int i = 0;
    FloatVector c1s = FloatVector.broadcast(F, c1);
    FloatVector c2s = FloatVector.broadcast(F, c2);
    FloatVector minusRate = FloatVector.broadcast(F, -rate);
    for (; i <= theta.length - V; i += V) {
      FloatVector g = FloatVector.fromArray(F, gradient, i);
      FloatVector m = FloatVector.fromArray(F, mean, i);
      FloatVector v = FloatVector.fromArray(F, square, i);
      m = c1s.fma(g.sub(m), m);
      v = c2s.fma(g.fma(g, v.neg()), v);
      m.intoArray(mean, i);
      v.intoArray(square, i);
      FloatVector step = m.div(v.sqrt().add(epsilon));
      minusRate.fma(step, FloatVector.fromArray(F, theta, i)).intoArray(theta, i);
    }
    for (; i < theta.length; i++) {
      float g = gradient[i];
      mean[i] = Math.fma(c1, g - mean[i], mean[i]);
      square[i] = Math.fma(c2, Math.fma(g, g, -square[i]), square[i]);
      // The square root of a float, rounded to double and then to float, is rounded correctly.
      theta[i] = Math.fma(-rate, mean[i] / ((float) Math.sqrt(square[i]) + epsilon), theta[i]);
    }
  }

  /** y[i] ← y[i] + x[i] for i from {@code from} to {@code to}. */
  public static void add(float[] x, float[] y, int from, int to) {
    int i = from;
    for (; i <= to - V; i += V)
      FloatVector.fromArray(F, y, i).add(FloatVector.fromArray(F, x, i)).intoArray(y, i);
    for (; i < to; i++) y[i] += x[i];
  }
}
