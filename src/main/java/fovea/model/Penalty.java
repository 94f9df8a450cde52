package fovea.model;

/** The sparsity part of the cost for one hidden unit, in double (docs/design.md §2). */
public final class Penalty {
  private Penalty() {}

  /** KL(ρ ‖ ρ̂) = ρ ln(ρ/ρ̂) + (1−ρ) ln((1−ρ)/(1−ρ̂)): infinite when ρ̂ is 0 or 1. */
  public static double divergence(double rho, double rhoHat) {
    return rho * StrictMath.log(rho / rhoHat)
        + (1 - rho) * StrictMath.log((1 - rho) / (1 - rhoHat));
  }

  /** s = β(−ρ/ρ̂ + (1−ρ)/(1−ρ̂)), what sparsity adds to the delta of the unit in every example; 0 when β is 0. */
  public static double slope(Hyperparameters h, double rhoHat) {
    return h.beta() == 0 ? 0 : h.beta() * (-h.rho() / rhoHat + (1 - h.rho()) / (1 - rhoHat));
  }

  /** β Σ_j KL(ρ ‖ ρ̂_j); 0 when β is 0, whatever ρ̂ is. */
  public static double sparsity(Hyperparameters h, double[] rhoHat) {
    if (h.beta() == 0) return 0;
    double sum = 0;
    for (double r : rhoHat) sum += divergence(h.rho(), r);
    return h.beta() * sum;
  }
}
