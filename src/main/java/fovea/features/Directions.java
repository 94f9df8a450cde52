package fovea.features;

import fovea.kernels.Reductions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Directions of the weights of hidden units, and the angles between them.
 *
 * <p>A constant added to the weights of a unit that sees patches without a mean only shifts its bias. So the mean of
 * such weights is removed before; the values of a table have no such bound, and their weights are taken as they are.
 */
public final class Directions {
  private final float[] weights;
  private final double[] norm;
  private final int size;

  private Directions(float[] weights, int size) {
    this.weights = weights;
    this.size = size;
    norm = new double[weights.length / size];
    for (int j = 0; j < norm.length; j++)
      norm[j] = Math.sqrt(Reductions.squaredNorm(weights, j * size, size));
  }

  /**
   * Of units × size weights, which stay as they are.
   *
   * @param image whether the weights are of an image, whose mean is removed
   */
  public static Directions of(float[] weights, int size, boolean image) {
    float[] own = weights.clone();
    for (int from = 0; image && from < own.length; from += size) {
      double sum = 0;
      for (int k = from; k < from + size; k++) sum += own[k];
      for (int k = from; k < from + size; k++) own[k] = (float) (weights[k] - sum / size);
    }
    return new Directions(own, size);
  }

  /** A unit and its cosine with another one. */
  public record Neighbour(int unit, double cosine) {}

  /** Cosine between two units; 0 where one of them has no direction, since its weights are all 0 or not finite. */
  public double cosine(int i, int j) {
    return cosine(i, this, j);
  }

  /** The same for unit j of another network. */
  double cosine(int i, Directions other, int j) {
    double dot = Reductions.dot(weights, i * size, other.weights, j * size, size);
    double cosine = dot / (norm[i] * other.norm[j]);
    return Double.isFinite(cosine) ? Math.clamp(cosine, -1.0, 1.0) : 0;
  }

  /** The {@code most} other units at the smallest angles to this one, the nearest first. */
  public List<Neighbour> nearest(int unit, int most) {
    return IntStream.range(0, norm.length)
        .filter(other -> other != unit)
        .mapToObj(other -> new Neighbour(other, cosine(unit, other)))
        .sorted(Comparator.comparingDouble(n -> -n.cosine))
        .limit(most)
        .toList();
  }

  int units() {
    return norm.length;
  }
}
