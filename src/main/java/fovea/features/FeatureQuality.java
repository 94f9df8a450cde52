package fovea.features;

import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The quality of a network's features: how near each is to a Gabor function, and how many hidden units are wasted
 * (docs/features.md). A feature is a hidden unit's incoming weights, a row of W1.
 *
 * @param gaborR2 {@link GaborFit#r2} of each unit, 0 where there is nothing to fit; empty where inputs are no images
 *     or have too few pixels
 * @param duplicate per unit, whether its feature is nearly that of an earlier unit
 * @param dead number of dead units
 * @param saturated number of saturated units
 * @param duplicates number of duplicates; none of them is dead or saturated
 * @param score mean over all units of gaborR2, or of 1 without it, with 0 for dead, saturated and duplicate units
 */
public record FeatureQuality(
    Optional<double[]> gaborR2,
    boolean[] duplicate,
    int dead,
    int saturated,
    int duplicates,
    double score) {
  /** Features whose cosine is larger are nearly the same. */
  public static final double DUPLICATE = 0.95;

  /**
   * Judges a network. No unit is both dead and saturated.
   *
   * @param theta its parameters, of which only W1, which comes first, is read
   * @param channels planes of an input that is an image: 1 grey, 3 red, green and blue; 0 if it is no image. A table
   *     row is none, even where its length is a square number
   * @param dead which hidden units are dead on some examples, H
   * @param saturated which are saturated, H
   * @throws IllegalArgumentException if an array's length does not fit the shape
   */
  public static FeatureQuality of(
      NetworkShape shape, float[] theta, int channels, boolean[] dead, boolean[] saturated) {
    int h = shape.hidden();
    int need = Parameters.w1(shape) + shape.inputs() * h;
    if (theta.length < need) requireLength("theta", theta.length, need);
    requireLength("dead", dead.length, h);
    requireLength("saturated", saturated.length, h);
    boolean[] wasted = new boolean[h];
    for (int j = 0; j < h; j++) wasted[j] = dead[j] || saturated[j];
    boolean[] duplicate = duplicates(shape, theta, wasted);
    Optional<double[]> r2 = UnitFits.of(theta, Parameters.w1(shape), h, channels, shape.inputs())
        .map(fits ->
            fits.stream().mapToDouble(fit -> fit.map(GaborFit::r2).orElse(0.0)).toArray());
    double sum = 0;
    for (int j = 0; j < h; j++) {
      if (wasted[j] || duplicate[j]) continue;
      sum += r2.isPresent() ? r2.get()[j] : 1;
    }
    return new FeatureQuality(
        r2, duplicate, count(dead), count(saturated), count(duplicate), sum / h);
  }

  /** A unit is a duplicate if an earlier unit that is neither a duplicate nor wasted is that near. */
  private static boolean[] duplicates(NetworkShape shape, float[] theta, boolean[] wasted) {
    int h = shape.hidden();
    int d = shape.inputs();
    int w1 = Parameters.w1(shape);
    double[] norm = new double[h];
    for (int j = 0; j < h; j++) norm[j] = Math.sqrt(dot(theta, w1 + j * d, w1 + j * d, d));
    boolean[] duplicate = new boolean[h];
    for (int j = 0; j < h; j++) {
      for (int i = 0; i < j && !wasted[j] && !duplicate[j]; i++) {
        if (wasted[i] || duplicate[i]) continue;
        // False for a feature of norm 0 and for one that is not finite: neither has a direction.
        duplicate[j] = dot(theta, w1 + i * d, w1 + j * d, d) > DUPLICATE * norm[i] * norm[j];
      }
    }
    return duplicate;
  }

  private static double dot(float[] a, int from, int with, int count) {
    double sum = 0;
    for (int k = 0; k < count; k++) sum += (double) a[from + k] * a[with + k];
    return sum;
  }

  private static int count(boolean[] flags) {
    return (int) IntStream.range(0, flags.length).filter(j -> flags[j]).count();
  }

  private static void requireLength(String name, int length, int need) {
    if (length != need)
      throw new IllegalArgumentException(
          "%s: need %d values, have %d".formatted(name, need, length));
  }
}
