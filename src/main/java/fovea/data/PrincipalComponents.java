package fovea.data;

import fovea.kernels.SquareMatrix;
import fovea.kernels.SymmetricEigen;
import java.util.Optional;

/**
 * The directions in which examples vary most (I. Jolliffe, Principal Component Analysis, 2002, chapter 1): the
 * eigenvectors of the covariance with the largest eigenvalues. Means, covariance and eigenvectors are computed in
 * double, in a fixed order, as in {@link Whitening}; projections are float32.
 */
public final class PrincipalComponents {
  /** The covariance of more takes minutes and gigabytes. */
  public static final int MOST_VALUES = Whitening.MOST_VALUES;

  private static final int ROWS = 960;

  private final float[] mean;
  private final SquareMatrix directions;
  private final int components;

  private PrincipalComponents(float[] mean, SquareMatrix directions, int components) {
    this.mean = mean;
    this.directions = directions;
    this.components = components;
  }

  /**
   * Measures the directions.
   *
   * @param source what the examples were read from, for messages
   * @param x n×d, row-major
   * @param components how many are wanted, at most d
   * @throws IllegalArgumentException if d is more than {@link #MOST_VALUES}
   * @throws InputException if the eigenvectors cannot be computed
   */
  public static PrincipalComponents fit(String source, float[] x, int n, int d, int components) {
    if (d > MOST_VALUES) throw new IllegalArgumentException("too many values: " + d);
    float[] mean = Whitening.mean(x, n, d);
    Optional<SymmetricEigen.Result> eigen = Whitening.decompose(Whitening.covariance(x, n, mean));
    if (eigen.isEmpty())
      throw new InputException(
          source + ": its principal components cannot be computed: bring its columns to one scale");
    float[] directions = new float[d * d];
    double[] vectors = eigen.get().vectors();
    for (int c = 0; c < components; c++)
      for (int k = 0; k < d; k++) directions[k * d + c] = (float) vectors[c * d + k];
    return new PrincipalComponents(mean, new SquareMatrix(d, directions), components);
  }

  /** How many there are. */
  public int components() {
    return components;
  }

  /** (x − m)·U: n×components, row-major, the component of most variance first, for x n×d. */
  public float[] project(float[] x, int n) {
    int d = mean.length;
    float[] out = new float[Math.multiplyExact(n, components)];
    for (int from = 0; from < n; from += ROWS) {
      int rows = Math.min(ROWS, n - from);
      float[] centred = new float[rows * d];
      for (int i = 0; i < centred.length; i++) centred[i] = x[from * d + i] - mean[i % d];
      float[] all = directions.product(centred, rows);
      for (int i = 0; i < rows; i++)
        System.arraycopy(all, i * d, out, (from + i) * components, components);
    }
    return out;
  }
}
