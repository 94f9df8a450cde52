package fovea.features;

import fovea.kernels.RandomDraws;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well the features of a network are found again by others that were trained alike, from other random weights: an
 * independent component that several runs find is no accident of one of them (Himberg, Hyvärinen and Esposito,
 * "Validating the independent components of neuroimaging time series via clustering and visualization", NeuroImage 22,
 * 2004).
 *
 * <p>The units of two networks come in another order each, so they are matched one to one, with the largest sum of
 * |cosine| between their weights. A sign is not told apart: a unit and its opposite serve equally where ρ is 0.5.
 *
 * <p>Weights of smooth images resemble each other by chance. The baseline is what remains of that: the same match with
 * random mixtures of the network's own features, which span the same space and are as smooth.
 *
 * @param units |cosine| of each unit with its match, the mean over the other networks; 0 in those that have none for
 *     it
 * @param baseline the same with mixtures in place of the others, ascending
 */
public record FeatureStability(double[] units, double[] baseline) {
  /**
   * Compares networks.
   *
   * @param first weights of its units, one after the other, {@code size} each
   * @param others weights of other networks' units, at least one network
   * @param image whether the weights are of an image ({@link Directions#of})
   * @param seed of the mixtures
   */
  public static FeatureStability of(
      float[] first, List<float[]> others, int size, boolean image, long seed) {
    Directions own = Directions.of(first, size, image);
    RandomDraws draws = new RandomDraws(seed, RandomDraws.Stream.MIXTURES);
    double[] units =
        mean(own, others.stream().map(w -> Directions.of(w, size, image)).toList());
    double[] baseline = mean(
        own,
        others.stream()
            .map(w -> Directions.of(mixtures(first, size, w.length / size, draws), size, image))
            .toList());
    Arrays.sort(baseline);
    return new FeatureStability(units, baseline);
  }

  /** Mean over all units. */
  public double mean() {
    return Arrays.stream(units).average().orElse(0);
  }

  /** Mean of the baseline. */
  public double baselineMean() {
    return Arrays.stream(baseline).average().orElse(0);
  }

  /** What 95 % of the baseline's units stay below. */
  public double baselineLimit() {
    return baseline[(int) Math.ceil(0.95 * baseline.length) - 1];
  }

  /** Units above {@link #baselineLimit}. */
  public int stableUnits() {
    return (int) Arrays.stream(units).filter(unit -> unit > baselineLimit()).count();
  }

  private static double[] mean(Directions own, List<Directions> others) {
    double[] mean = new double[own.units()];
    for (Directions other : others) {
      double[] matched = matched(own, other);
      for (int j = 0; j < mean.length; j++) mean[j] += matched[j] / others.size();
    }
    return mean;
  }

  /** |cosine| of each unit with its match; the smaller network decides how many have one. */
  private static double[] matched(Directions own, Directions other) {
    boolean fewer = own.units() <= other.units();
    Directions rows = fewer ? own : other;
    Directions columns = fewer ? other : own;
    double[][] cosines = IntStream.range(0, rows.units())
        .parallel()
        .mapToObj(i -> IntStream.range(0, columns.units())
            .mapToDouble(j -> Math.abs(rows.cosine(i, columns, j)))
            .toArray())
        .toArray(double[][]::new);
    int[] column = Assignment.of(cosines);
    double[] matched = new double[own.units()];
    for (int i = 0; i < column.length; i++) matched[fewer ? i : column[i]] = cosines[i][column[i]];
    return matched;
  }

  /** So many sums of all features, each with a normal factor: where features are orthogonal, any direction of their span. */
  private static float[] mixtures(float[] weights, int size, int count, RandomDraws draws) {
    int units = weights.length / size;
    float[] mixtures = new float[count * size];
    for (int m = 0; m < count; m++)
      for (int j = 0; j < units; j++) {
        float factor = (float) draws.normal();
        for (int k = 0; k < size; k++) mixtures[m * size + k] += factor * weights[j * size + k];
      }
    return mixtures;
  }
}
