package fovea.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The values that are to be tried, each list in the order that tables and charts have it, without repetitions.
 *
 * @param hidden numbers of hidden units
 */
public record SweepGrid(
    List<Integer> hidden, List<Double> lambda, List<Double> beta, List<Double> rho) {
  public SweepGrid {
    hidden = distinct(Dimension.HIDDEN, hidden);
    lambda = distinct(Dimension.LAMBDA, withoutMinusZero(lambda));
    beta = distinct(Dimension.BETA, withoutMinusZero(beta));
    rho = distinct(Dimension.RHO, rho);
  }

  private static <T> List<T> distinct(Dimension dimension, List<T> values) {
    if (values.isEmpty())
      throw new IllegalArgumentException(
          "--%s: the list is empty; give at least one value".formatted(dimension.key()));
    HashSet<T> seen = new HashSet<>();
    for (T value : values)
      if (!seen.add(value))
        throw new IllegalArgumentException(
            "--%s: %s is there twice; give each value once".formatted(dimension.key(), value));
    return List.copyOf(values);
  }

  /** -0 is 0, and would be there twice beside it. */
  private static List<Double> withoutMinusZero(List<Double> values) {
    return values.stream().map(value -> value + 0.0).toList();
  }

  /** How many points there are. */
  long size() {
    return (long) hidden.size() * lambda.size() * beta.size() * rho.size();
  }

  /** Every point with this seed: ρ changes fastest, then β, λ and the hidden units. */
  List<Setting> points(long seed) {
    List<Setting> points = new ArrayList<>();
    for (int h : hidden)
      for (double l : lambda)
        for (double b : beta) for (double r : rho) points.add(new Setting(h, l, b, r, seed));
    return points;
  }
}
