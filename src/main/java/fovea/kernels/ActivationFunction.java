package fovea.kernels;

import static fovea.kernels.Lanes.F;
import static fovea.kernels.Lanes.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What a layer does to the weighted sums that reach it, in float32 (docs/numerics.md).
 *
 * <p>The slope is a function of the value, not of z: that is what training has at hand.
 */
public enum ActivationFunction {
  /** σ(z), {@link Sigmoid}; slope a(1 − a). */
  SIGMOID,
  /** tanh z, {@link Tanh}; slope 1 − a². */
  TANH,
  /** max(0, z); slope 1 where a > 0 and 0 elsewhere, also at z = 0. NaN stays NaN. */
  RELU,
  /** z itself; slope 1. */
  LINEAR;

  /** Replaces {@code z[at … at + length)} by the function's values. */
  public void apply(float[] z, int at, int length) {
    switch (this) {
      case SIGMOID -> Sigmoid.apply(z, at, length);
      case TANH -> Tanh.apply(z, at, length);
      case RELU -> rectify(z, at, length);
      case LINEAR -> {}
    }
  }

  /** The value at z, the same bits as {@link #apply}. */
  public float of(float z) {
    return switch (this) {
      case SIGMOID -> Sigmoid.of(z);
      case TANH -> Tanh.of(z);
      case RELU -> z <= 0 ? 0 : z;
      case LINEAR -> z;
    };
  }

  /**
   * How active a unit is whose weighted sum is z: σ(z) for a sigmoid, (1 + tanh z)/2 = σ(2z) for tanh, which is
   * inactive at −1; the value itself for the others.
   */
  public float active(float z) {
    return switch (this) {
      case SIGMOID, RELU, LINEAR -> of(z);
      case TANH -> Sigmoid.of(2 * z);
    };
  }

  /**
   * 1 − {@link #active} without the loss of digits where that is near 1: σ(−z) and σ(−2z); 0 for the functions without
   * an upper end.
   */
  public float inactive(float z) {
    return switch (this) {
      case SIGMOID -> Sigmoid.of(-z);
      case TANH -> Sigmoid.of(-2 * z);
      case RELU, LINEAR -> 0;
    };
  }

  /** Whether all its values lie between 0 and 1. */
  public boolean isWithinUnitInterval() {
    return switch (this) {
      case SIGMOID -> true;
      case TANH, RELU, LINEAR -> false;
    };
  }

  /** f′ where f is a: the operations of the kernels, in float32. */
  public float slope(float a) {
    return switch (this) {
      case SIGMOID -> Math.fma(-a, a, a);
      case TANH -> Math.fma(-a, a, 1f);
      case RELU -> a > 0 ? 1 : 0;
      case LINEAR -> 1;
    };
  }

  private static void rectify(float[] z, int at, int length) {
    int i = 0;
    for (; i <= length - V; i += V) {
      FloatVector v = FloatVector.fromArray(F, z, at + i);
      // A comparison that NaN fails, so NaN goes on and is seen in the cost; −0 becomes 0.
      v.blend(0f, v.compare(VectorOperators.LE, 0f)).intoArray(z, at + i);
    }
    for (; i < length; i++) z[at + i] = RELU.of(z[at + i]);
  }
}
