package fovea.kernels;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A repeatable sequence of random numbers: the algorithm L64X128MixRandom (Steele and Vigna, "LXM: better splittable
 * pseudorandom number generators", OOPSLA 2021) started from a seed and a named stream.
 *
 * <p>The generator is created from the 64-bit number {@code seed + stream.number × 0x9E3779B97F4A7C15} (wrapping), so
 * one seed serves several purposes whose draws do not repeat each other. Every method takes exactly one 64-bit number
 * from the generator, so the order of draws is the order of calls. The bounded methods are written out here because
 * the JDK leaves its own free to change from release to release.
 *
 * <p>Not safe for use by several threads.
 */
public final class RandomDraws {
  /** What the numbers are drawn for. A constant's number never changes: it is part of what a seed means. */
  public enum Stream {
    /** Which image a patch is cut from and where: image, y, x for each patch in turn. */
    PATCHES(1),
    /** Initial weights and biases, in the order of the parameter vector. */
    WEIGHTS(2),
    /** Which examples a figure shows. */
    FIGURES(3),
    /** Which examples are held out from training: one draw for each example. */
    HELD_OUT(4),
    /** What the gradient check looks at: examples, then parameters block by block. */
    GRADIENT_CHECK(5),
    /** Which points of a sweep's grid are tried: one draw for each point. */
    SWEEP(6),
    /** Which values a denoising autoencoder does not see: one draw for each value of the training examples. */
    CORRUPTION(7),
    /** Mixtures of features, the baseline of their stability: a normal factor for each feature in turn. */
    MIXTURES(8);

    private final long number;

    Stream(long number) {
      this.number = number;
    }
  }

  /** 2⁶⁴ divided by the golden ratio, the usual odd constant for spreading consecutive numbers (Weyl sequence). */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final RandomGenerator generator;

  public RandomDraws(long seed, Stream stream) {
    generator = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + stream.number * GOLDEN);
  }

  /** u, a multiple of 2⁻⁵³ uniform in [0, 1): the upper 53 bits of the next 64. */
  public double unit() {
    return (generator.nextLong() >>> 11) * 0x1p-53;
  }

  /**
   * floor(u·bound), uniform over 0 … bound − 1. The product never rounds up to bound, because bound·(1 − 2⁻⁵³) lies
   * more than half a unit in the last place below bound, or is a double itself.
   *
   * @throws IllegalArgumentException if bound is less than 1
   */
  public int below(int bound) {
    if (bound < 1) throw new IllegalArgumentException("bound must be at least 1, not " + bound);
    return (int) (unit() * bound);
  }

  /** lo + u·(hi − lo), computed in double and rounded once to float, which may give hi itself. */
  public float uniform(double lo, double hi) {
    return (float) (lo + unit() * (hi - lo));
  }

  /** Of mean 0 and deviation 1, from two draws u and v: √(−2 ln(1−u))·cos 2πv (Box and Muller, 1958). */
  public double normal() {
    double length = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
    return length * StrictMath.cos(2 * StrictMath.PI * unit());
  }
}
