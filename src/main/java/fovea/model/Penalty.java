package fovea.model;

import fovea.kernels.ActivationFunction;

/**
 * The sparsity part of the cost, in double (docs/design.md §2). What it is depends on the encoder:
 *
 * <ul>
 *   <li>sigmoid: β Σ_j KL(ρ ‖ ρ̂_j), ρ̂_j the mean activation of hidden unit j;
 *   <li>tanh: the same with ρ̂_j the mean of (1 + a)/2, since a unit is inactive at −1 (Ng, Sparse autoencoder,
 *       CS294A lecture notes, 2011);
 *   <li>relu: β Σ_j ρ̂_j, ρ̂_j the mean activation: the L1 penalty (Glorot, Bordes and Bengio, "Deep sparse rectifier
 *       neural networks", AISTATS 2011). Activations have no upper end, so a divergence would mean nothing.
 * </ul>
 */
public final class Penalty {
  private Penalty() {}

  /** Whether ρ has a meaning with this encoder. */
  public static boolean hasRho(ActivationFunction encoder) {
    return switch (encoder) {
      case SIGMOID, TANH, LINEAR -> true;
      case RELU -> false;
    };
  }

  /** ρ̂ of a unit with this mean activation. */
  public static double rhoHat(ActivationFunction encoder, double mean) {
    return switch (encoder) {
      case TANH -> (1 + mean) / 2;
      case SIGMOID, RELU, LINEAR -> mean;
    };
  }

  /**
   * KL(ρ ‖ ρ̂) = ρ ln(ρ/ρ̂) + (1−ρ) ln((1−ρ)/(1−ρ̂)): infinite when ρ̂ is 0 or 1.
   *
   * @param rest 1 − ρ̂, by itself: a difference would lose it where ρ̂ is near 1
   */
  public static double divergence(double rho, double rhoHat, double rest) {
    return rho * StrictMath.log(rho / rhoHat) + (1 - rho) * StrictMath.log((1 - rho) / rest);
  }

  /**
   * s, what sparsity adds to the delta of the unit in every example: β(−ρ/ρ̂ + (1−ρ)/(1−ρ̂)), half of it for tanh, and
   * β for relu; 0 when β is 0.
   *
   * @param rest 1 − ρ̂
   */
  public static double slope(
      ActivationFunction encoder, Hyperparameters h, double rhoHat, double rest) {
    if (h.beta() == 0) return 0;
    return switch (encoder) {
      case TANH -> divergenceSlope(h, rhoHat, rest) / 2;
      case RELU -> h.beta();
      case SIGMOID, LINEAR -> divergenceSlope(h, rhoHat, rest);
    };
  }

  private static double divergenceSlope(Hyperparameters h, double rhoHat, double rest) {
    return h.beta() * (-h.rho() / rhoHat + (1 - h.rho()) / rest);
  }

  /**
   * How fast {@link #slope} grows with the mean activation.
   *
   * @param rest 1 − ρ̂
   */
  public static double curvature(
      ActivationFunction encoder, Hyperparameters h, double rhoHat, double rest) {
    if (h.beta() == 0) return 0;
    double curvature = h.beta() * (h.rho() / (rhoHat * rhoHat) + (1 - h.rho()) / (rest * rest));
    return switch (encoder) {
      case TANH -> curvature / 4;
      case RELU -> 0;
      case SIGMOID, LINEAR -> curvature;
    };
  }

  /**
   * What takes the input of a unit from where its mean activation is ρ̂ to where it is ρ, if the input is the same in
   * all examples, logit ρ − logit ρ̂; half of it for tanh, whose (1 + a)/2 is the sigmoid of twice the input. Where
   * inputs differ it falls short, since the mean of a sigmoid is flatter than the sigmoid. 0 for relu, and when β is 0.
   *
   * @param rest 1 − ρ̂
   */
  public static double shift(
      ActivationFunction encoder, Hyperparameters h, double rhoHat, double rest) {
    if (h.beta() == 0) return 0;
    return switch (encoder) {
      case TANH -> logitShift(h, rhoHat, rest) / 2;
      case RELU -> 0;
      case SIGMOID, LINEAR -> logitShift(h, rhoHat, rest);
    };
  }

  private static double logitShift(Hyperparameters h, double rhoHat, double rest) {
    return StrictMath.log(h.rho() / rhoHat) - StrictMath.log((1 - h.rho()) / rest);
  }

  /**
   * The sparsity part of the cost; 0 when β is 0, whatever ρ̂ is.
   *
   * @param rest 1 − ρ̂ of each unit
   */
  public static double sparsity(
      ActivationFunction encoder, Hyperparameters h, double[] rhoHat, double[] rest) {
    if (h.beta() == 0) return 0;
    double sum = 0;
    for (int j = 0; j < rhoHat.length; j++)
      sum += hasRho(encoder) ? divergence(h.rho(), rhoHat[j], rest[j]) : rhoHat[j];
    return h.beta() * sum;
  }
}
