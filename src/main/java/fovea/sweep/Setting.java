package fovea.sweep;

import fovea.model.Hyperparameters;
import fovea.run.Words;

/**
 * The numbers that distinguish one run of a sweep from the others.
 *
 * @param hidden hidden units, at least 1
 * @param lambda λ ≥ 0
 * @param beta β ≥ 0
 * @param rho ρ in (0, 1)
 * @param seed of the initial parameters alone
 */
public record Setting(int hidden, double lambda, double beta, double rho, long seed) {
  public Setting {
    if (hidden < 1)
      throw new IllegalArgumentException("a network needs at least 1 hidden unit, not " + hidden);
    // -0 would be another setting than 0.
    Hyperparameters checked = new Hyperparameters(lambda + 0.0, beta + 0.0, rho);
    lambda = checked.lambda();
    beta = checked.beta();
  }

  public Hyperparameters hyperparameters() {
    return new Hyperparameters(lambda, beta, rho);
  }

  /** The same settings with another seed. */
  Setting withSeed(long other) {
    return new Setting(hidden, lambda, beta, rho, other);
  }

  /** "h64_l5e-4_b0.2_r0.5_s1": a file name, and a different one for each setting. */
  public String name() {
    return "h%d_l%s_b%s_r%s_s%d".formatted(hidden, text(lambda), text(beta), text(rho), seed);
  }

  /** The shortest decimal that reads back as the same double: 0, 0.25, 5e-4, 300. */
  public static String text(double value) {
    return Words.number(value);
  }
}
