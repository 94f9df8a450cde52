package fovea.sweep;

import java.util.HashSet;
import java.util.List;

/**
 * The values to try. Each list is in the order of tables and charts, without repetitions.
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

  /** -0 becomes 0, which would otherwise be there twice. */
  private static List<Double> withoutMinusZero(List<Double> values) {
    return values.stream().map(value -> value + 0.0).toList();
  }

  /** How many points there are. */
  long size() {
    return (long) hidden.size() * lambda.size() * beta.size() * rho.size();
  }

  /** The point of this number, from 0: ρ changes fastest, then β, λ and the hidden units. */
  Setting point(long number, long seed) {
    long rest = number;
    double r = rho.get((int) (rest % rho.size()));
    rest /= rho.size();
    double b = beta.get((int) (rest % beta.size()));
    rest /= beta.size();
    double l = lambda.get((int) (rest % lambda.size()));
    rest /= lambda.size();
    return new Setting(hidden.get((int) rest), l, b, r, seed);
  }

  /** The values of a dimension as they are to be read; none for the seed, which is no part of the grid. */
  List<String> values(Dimension dimension) {
    return switch (dimension) {
      case HIDDEN -> hidden.stream().map(String::valueOf).toList();
      case LAMBDA -> lambda.stream().map(Setting::text).toList();
      case BETA -> beta.stream().map(Setting::text).toList();
      case RHO -> rho.stream().map(Setting::text).toList();
      case SEED -> List.of();
    };
  }
}
