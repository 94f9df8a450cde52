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
    return encoder != ActivationFunction.RELU;
  }

  /** ρ̂ of a unit with this mean activation. */
  public static double rhoHat(ActivationFunction encoder, double mean) {
    return encoder == ActivationFunction.TANH ? (1 + mean) / 2 : mean;
  }

  /** KL(ρ ‖ ρ̂) = ρ ln(ρ/ρ̂) + (1−ρ) ln((1−ρ)/(1−ρ̂)): infinite when ρ̂ is 0 or 1. */
  public static double divergence(double rho, double rhoHat) {
    return rho * StrictMath.log(rho / rhoHat)
        + (1 - rho) * StrictMath.log((1 - rho) / (1 - rhoHat));
  }

  /**
   * s, what sparsity adds to the delta of the unit in every example: β(−ρ/ρ̂ + (1−ρ)/(1−ρ̂)), half of it for tanh, and
   * β for relu; 0 when β is 0.
   */
  public static double slope(ActivationFunction encoder, Hyperparameters h, double rhoHat) {
    if (h.beta() == 0) return 0;
    return switch (encoder) {
      case TANH -> divergenceSlope(h, rhoHat) / 2;
      case RELU -> h.beta();
      default -> divergenceSlope(h, rhoHat);
    };
  }

  private static double divergenceSlope(Hyperparameters h, double rhoHat) {
    return h.beta() * (-h.rho() / rhoHat + (1 - h.rho()) / (1 - rhoHat));
  }

  /** How fast {@link #slope} grows with the mean activation. */
  public static double curvature(ActivationFunction encoder, Hyperparameters h, double rhoHat) {
    if (h.beta() == 0) return 0;
    double inner = 1 - rhoHat;
    double curvature = h.beta() * (h.rho() / (rhoHat * rhoHat) + (1 - h.rho()) / (inner * inner));
    return switch (encoder) {
      case TANH -> curvature / 4;
      case RELU -> 0;
      default -> curvature;
    };
  }

  /** The sparsity part of the cost; 0 when β is 0, whatever ρ̂ is. */
  public static double sparsity(ActivationFunction encoder, Hyperparameters h, double[] rhoHat) {
    if (h.beta() == 0) return 0;
    double sum = 0;
    for (double r : rhoHat) sum += encoder == ActivationFunction.RELU ? r : divergence(h.rho(), r);
    return h.beta() * sum;
  }
}
