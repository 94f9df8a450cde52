package fovea.diagnose;

import fovea.kernels.ActivationFunction;

/** The activation functions in double, for what the float32 kernels are measured against. Shares no code with them. */
public final class Float64Activation {
  private Float64Activation() {}

  /** f(z). */
  public static double of(ActivationFunction function, double z) {
    return switch (function) {
      case SIGMOID -> 1 / (1 + StrictMath.exp(-z));
      case TANH -> StrictMath.tanh(z);
      case RELU -> z > 0 ? z : 0;
      case LINEAR -> z;
    };
  }

  /** f′ where f has the value a; that of relu is 0 at 0. */
  public static double slope(ActivationFunction function, double a) {
    return switch (function) {
      case SIGMOID -> a * (1 - a);
      case TANH -> 1 - a * a;
      case RELU -> a > 0 ? 1 : 0;
      case LINEAR -> 1;
    };
  }

  /** Whether f′ jumps at z = 0. */
  public static boolean hasKink(ActivationFunction function) {
    return switch (function) {
      case RELU -> true;
      case SIGMOID, TANH, LINEAR -> false;
    };
  }

  /** How fast {@link #slope} grows with a. */
  public static double slopeChange(ActivationFunction function, double a) {
    return switch (function) {
      case SIGMOID -> 1 - 2 * a;
      case TANH -> -2 * a;
      case RELU, LINEAR -> 0;
    };
  }
}
