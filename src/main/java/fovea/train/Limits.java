package fovea.train;

/**
 * When an optimiser ends by itself.
 *
 * @param iterations at most this many, at least 0
 * @param tolerance the 2-norm of the gradient that is small enough; 0 never is
 */
public record Limits(int iterations, double tolerance) {
  public Limits {
    if (iterations < 0)
      throw new IllegalArgumentException("iterations must be at least 0, not " + iterations);
    if (!(tolerance >= 0))
      throw new IllegalArgumentException("tolerance must be at least 0, not " + tolerance);
  }
}
