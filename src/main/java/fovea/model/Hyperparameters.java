package fovea.model;

/**
 * The weights of the three parts of the cost (docs/design.md §2).
 *
 * @param lambda λ ≥ 0, weight decay
 * @param beta β ≥ 0, sparsity
 * @param rho ρ in (0, 1), the mean activation that sparsity asks for
 */
public record Hyperparameters(double lambda, double beta, double rho) {
  /** λ = 5e-4, β = 0.2, ρ = 0.5. */
  public static final Hyperparameters DEFAULT = new Hyperparameters(5e-4, 0.2, 0.5);

  public Hyperparameters {
    if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY))
      throw new IllegalArgumentException("lambda must be a number of at least 0, not " + lambda);
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY))
      throw new IllegalArgumentException("beta must be a number of at least 0, not " + beta);
    if (!(rho > 0 && rho < 1))
      throw new IllegalArgumentException("rho must lie between 0 and 1, not " + rho);
  }

  /** The same with another weight decay. */
  public Hyperparameters withLambda(double lambda) {
    return new Hyperparameters(lambda, beta, rho);
  }

  /** The same with another sparsity. */
  public Hyperparameters withSparsity(double beta, double rho) {
    return new Hyperparameters(lambda, beta, rho);
  }

  /** The same without sparsity: β = 0. */
  public Hyperparameters withoutSparsity() {
    return withSparsity(0, rho);
  }
}
