package fovea.optimize;

import java.util.function.LongSupplier;

/**
 * When an optimiser ends by itself.
 *
 * @param iterations at most this many, at least 0
 * @param tolerance the 2-norm of the gradient that is small enough; 0 is never reached but where the gradient
 *     vanishes
 * @param relativeDecrease the decrease (J' − J) / |J'| from the cost J' to the cost J of {@link #WINDOW} iterations
 *     later that is too small to go on. A cost that rises, as it may without a line search, is none; 0 never ends a
 *     run
 * @param seconds from the initial point on, above 0; looked at after every iteration; infinite never ends a run
 * @param clock nanoseconds since anything: System::nanoTime but in tests
 */
public record Limits(
    int iterations, double tolerance, double relativeDecrease, double seconds, LongSupplier clock) {
  /**
   * Iterations over which the relative decrease is taken: a single one may be short while the next ones are not.
   */
  public static final int WINDOW = 10;

  /** The usual tolerance. */
  public static final double TOLERANCE = 1e-5;

  public Limits {
    if (iterations < 0)
      throw new IllegalArgumentException("iterations must be at least 0, not " + iterations);
    if (!(tolerance >= 0))
      throw new IllegalArgumentException("tolerance must be at least 0, not " + tolerance);
    if (!(relativeDecrease >= 0))
      throw new IllegalArgumentException(
          "the relative decrease must be at least 0, not " + relativeDecrease);
    if (!(seconds > 0))
      throw new IllegalArgumentException("the seconds must be above 0, not " + seconds);
  }

  public Limits(int iterations, double tolerance, double relativeDecrease, double seconds) {
    this(iterations, tolerance, relativeDecrease, seconds, System::nanoTime);
  }

  /** Without a limit to time or decrease. */
  public Limits(int iterations, double tolerance) {
    this(iterations, tolerance, 0, Double.POSITIVE_INFINITY);
  }
}
