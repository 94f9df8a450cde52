package fovea.features;

import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The quality of a network's features: how much each is like the receptive field of a simple cell, and how many
 * hidden units are wasted (docs/features.md). A feature is a hidden unit's incoming weights, a row of W1.
 *
 * @param fits what each unit is like, empty for one whose weights are all the same or not finite; nothing where
 *     inputs are no images or have too few pixels
 * @param duplicate per unit, whether its feature is nearly that of an earlier unit
 * @param dead number of dead units
 * @param saturated number of saturated units
 * @param duplicates number of duplicates; none of them is dead or saturated
 * @param score mean quality of all units, with 0 for dead, saturated and duplicate ones
 */
public record FeatureQuality(
    Optional<List<Optional<FeatureFit>>> fits,
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
    return of(shape, theta, channels, dead, saturated, Optional.empty());
  }

  /**
   * The same where these features have been judged before, by other examples: fits are theirs.
   *
   * @param before what it gave then; empty if they have not
   */
  public static FeatureQuality of(
      NetworkShape shape,
      float[] theta,
      int channels,
      boolean[] dead,
      boolean[] saturated,
      Optional<FeatureQuality> before) {
    int h = shape.hidden();
    int d = shape.inputs();
    int w1 = Parameters.w1(shape);
    if (theta.length < w1 + d * h) requireLength("theta", theta.length, w1 + d * h);
    requireLength("dead", dead.length, h);
    requireLength("saturated", saturated.length, h);
    boolean[] wasted = new boolean[h];
    for (int j = 0; j < h; j++) wasted[j] = dead[j] || saturated[j];
    float[] weights = Arrays.copyOfRange(theta, w1, w1 + d * h);
    boolean[] duplicate = duplicates(Directions.of(weights, d, channels > 0), wasted);
    Optional<List<Optional<FeatureFit>>> fits =
        before.isPresent() ? before.get().fits : UnitFits.of(weights, h, channels);
    double sum = 0;
    for (int j = 0; j < h; j++) if (!wasted[j] && !duplicate[j]) sum += quality(fits, j);
    return new FeatureQuality(
        fits, duplicate, count(dead), count(saturated), count(duplicate), sum / h);
  }

  /** The fit of a unit, if it has one. */
  public Optional<FeatureFit> fit(int unit) {
    return fits.flatMap(all -> all.get(unit));
  }

  /** Mean R² of the units, 0 for one with nothing to fit; NaN where there are no tiles. */
  public double meanR2() {
    return fits.map(all -> all.stream()
            .mapToDouble(fit -> fit.map(f -> f.gabor().r2()).orElse(0.0))
            .average()
            .orElse(Double.NaN))
        .orElse(Double.NaN);
  }

  /** Where there are no tiles to fit, a unit that is of use counts as 1. */
  private static double quality(Optional<List<Optional<FeatureFit>>> fits, int unit) {
    return fits.map(all -> all.get(unit).map(FeatureFit::quality).orElse(0.0)).orElse(1.0);
  }

  /** A unit is a duplicate if an earlier unit that is neither a duplicate nor wasted is that near. */
  private static boolean[] duplicates(Directions directions, boolean[] wasted) {
    boolean[] duplicate = new boolean[directions.units()];
    for (int j = 0; j < duplicate.length; j++)
      for (int i = 0; i < j && !wasted[j] && !duplicate[j]; i++)
        duplicate[j] = !wasted[i] && !duplicate[i] && directions.cosine(i, j) > DUPLICATE;
    return duplicate;
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
