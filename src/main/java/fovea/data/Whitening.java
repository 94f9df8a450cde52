package fovea.data;

import fovea.kernels.SquareMatrix;
import fovea.kernels.SymmetricEigen;
import fovea.kernels.Team;
import java.util.Arrays;
import java.util.Optional;

/**
 * ZCA whitening (Bell and Sejnowski, "The 'independent components' of natural scenes are edge filters", Vision Research
 * 37, 1997):
 *
 * <pre>
 *   x′ = (x − m)·Z     Z = U (Λ + εI)^(−1/2) Uᵀ     Z⁻¹ = U (Λ + εI)^(1/2) Uᵀ
 * </pre>
 *
 * with m the mean of the training examples and UΛUᵀ their covariance (divided by their number). Directions whose
 * variance is well above ε get variance 1; those well below it, mostly noise, stay small.
 *
 * <p>Patches have their own means taken away before, but are not clipped and mapped: clipping would make edges of its
 * own, and ε would have another meaning than in the literature.
 *
 * <p>Covariance and eigenvectors are computed in double, in a fixed order, with nothing but +, −, ×, ÷, √ and fused
 * multiply-adds; m, Z and Z⁻¹ are rounded to float once. Products with them are float32, as {@link SquareMatrix} says.
 * So every machine gets the same bits.
 *
 * @param base what is whitened: patches, scaled columns, or the values as they are
 * @param mean m, D values
 * @param zca Z, symmetric
 * @param inverse Z⁻¹, symmetric
 */
@SuppressWarnings(
    "ArrayRecordComponent") // as large as the data's rows: never copied; equals is by value
public record Whitening(
    Preprocessing base, double epsilon, float[] mean, SquareMatrix zca, SquareMatrix inverse)
    implements Preprocessing {
  /**
   * For pixels between 0 and 1 (Stanford's UFLDL tutorial, exercise "Learning color features with Sparse
   * Autoencoders").
   */
  public static final double EPSILON = 0.1;

  /** Of the mean variance. With less ε, directions without variance would show the rounding of float32. */
  private static final double LEAST_PART = 1e-8;

  /** The covariance of more takes minutes and gigabytes. */
  static final int MOST_VALUES = 4096;

  /**
   * Checks what a model file may hold.
   *
   * @throws InputException if sizes do not fit together, ε is out of range or a matrix is not symmetric
   */
  public Whitening {
    requireEpsilon(epsilon);
    int d = base.outputSize();
    if (mean.length != d || zca.size() != d || inverse.size() != d)
      throw new InputException(
          "whitening of %d values with a mean of %d, a matrix of %d and its inverse of %d makes no sense"
              .formatted(d, mean.length, zca.size(), inverse.size()));
    requireSymmetric(zca);
    requireSymmetric(inverse);
  }

  static void requireEpsilon(double epsilon) {
    if (!(epsilon > 0 && epsilon <= Double.MAX_VALUE))
      throw new InputException("--epsilon must be more than 0, not " + epsilon);
  }

  private static void requireSymmetric(SquareMatrix matrix) {
    float[] m = matrix.values();
    int d = matrix.size();
    for (int i = 0; i < d; i++)
      for (int j = 0; j < i; j++)
        if (m[i * d + j] != m[j * d + i])
          throw new InputException("a whitening matrix that is not symmetric makes no sense");
  }

  /**
   * Measures mean and covariance.
   *
   * @throws InputException if the examples are all the same, or have too many values
   */
  public static Whitening fit(Preprocessing base, double epsilon, Examples examples) {
    requireEpsilon(epsilon);
    int d = base.outputSize();
    int n = examples.count();
    if (d > MOST_VALUES)
      throw new InputException(
          "%s: --whiten zca takes at most %,d values per example, these have %,d: use smaller patches"
              .formatted(examples.source(), MOST_VALUES, d));
    float[] x = values(base, examples);
    float[] mean = mean(x, n, d);
    double[][] covariance = covariance(x, n, mean);
    double trace = 0;
    for (int i = 0; i < d; i++) trace += covariance[i][i];
    if (!(trace > 0 && trace <= Double.MAX_VALUE))
      throw new InputException(
          "%s: --whiten zca needs examples that differ, and values whose squares are finite"
              .formatted(examples.source()));
    if (epsilon < LEAST_PART * trace / d)
      throw new InputException(
          "%s: --epsilon %s is too small for values whose mean variance is %s: give at least %.1e"
              .formatted(examples.source(), epsilon, trace / d, 1.1 * LEAST_PART * trace / d));
    SymmetricEigen.Result eigen = decompose(covariance)
        .orElseThrow(() -> new InputException(
            "%s: the eigenvectors for --whiten zca cannot be computed; leave it out"
                .formatted(examples.source())));
    OuterProducts zca = new OuterProducts(d);
    OuterProducts inverse = new OuterProducts(d);
    for (int i = 0; i < d; i++) {
      double deviation = Math.sqrt(Math.max(0, eigen.values()[i]) + epsilon);
      double[] u = Arrays.copyOfRange(eigen.vectors(), i * d, (i + 1) * d);
      zca.add(1 / deviation, u);
      inverse.add(deviation, u);
    }
    return new Whitening(base, epsilon, mean, rounded(zca.sum()), rounded(inverse.sum()));
  }

  /** Eigenvalues in descending order, and their vectors; empty if they cannot be computed. */
  static Optional<SymmetricEigen.Result> decompose(double[][] covariance) {
    int d = covariance.length;
    double[] matrix = new double[Math.multiplyExact(d, d)];
    for (int i = 0; i < d; i++) System.arraycopy(covariance[i], 0, matrix, i * d, d);
    try (Team team = new Team(1)) {
      return Optional.of(SymmetricEigen.of(matrix, d, team));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Means of columns, summed in double in the order of the rows. */
  static float[] mean(float[] x, int n, int d) {
    double[] sum = new double[d];
    for (int i = 0; i < n; i++) for (int k = 0; k < d; k++) sum[k] += x[i * d + k];
    float[] mean = new float[d];
    for (int k = 0; k < d; k++) mean[k] = (float) (sum[k] / n);
    return mean;
  }

  /** Mean (x − m)(x − m)ᵀ, exactly symmetric. */
  static double[][] covariance(float[] x, int n, float[] mean) {
    int d = mean.length;
    OuterProducts products = new OuterProducts(d);
    double[] centred = new double[d];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) centred[k] = (double) x[i * d + k] - mean[k];
      products.add(1, centred);
    }
    double[][] covariance = products.sum();
    for (double[] row : covariance) for (int k = 0; k < d; k++) row[k] /= n;
    return covariance;
  }

  private static SquareMatrix rounded(double[][] matrix) {
    int d = matrix.length;
    float[] values = new float[d * d];
    for (int i = 0; i < d; i++)
      for (int j = 0; j < d; j++) values[i * d + j] = (float) matrix[i][j];
    return new SquareMatrix(d, values);
  }

  @Override
  public int outputSize() {
    return base.outputSize();
  }

  @Override
  public Optional<PatchPreprocessing> patches() {
    return base.patches();
  }

  @Override
  public Optional<TablePreprocessing> table() {
    return base.table();
  }

  @Override
  public float[] ownUnits(float[] y, int n) {
    return patches().isPresent() ? y : base.ownUnits(withoutWhitening(y, n), n);
  }

  @Override
  public float[] apply(Examples examples) {
    return whiten(values(base, examples), examples.count());
  }

  /**
   * (x − m)·Z.
   *
   * @param x n×D: patches less their means, or values as they are; not changed
   */
  public float[] whiten(float[] x, int n) {
    int d = mean.length;
    float[] centred = new float[Math.multiplyExact(n, d)];
    for (int i = 0; i < centred.length; i++) centred[i] = x[i] - mean[i % d];
    return zca.product(centred, n);
  }

  /** y·Z⁻¹ + m: what {@link #whiten} was given. */
  @Override
  public float[] withoutWhitening(float[] y, int n) {
    int d = mean.length;
    float[] x = inverse.product(y, n);
    for (int i = 0; i < x.length; i++) x[i] += mean[i % d];
    return x;
  }

  /**
   * w·Z, as w·x′ = (w·Z)·(x − m): the filters of Bell and Sejnowski's figure 4. The mean of a filter of patches is left
   * out, as patches have none that it could answer to.
   */
  @Override
  public float[] filters(float[] weights, int n) {
    int d = mean.length;
    float[] filters = zca.product(weights, n);
    if (base.patches().isEmpty()) return filters;
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int k = 0; k < d; k++) sum += filters[i * d + k];
      for (int k = 0; k < d; k++) filters[i * d + k] -= (float) (sum / d);
    }
    return filters;
  }

  private static float[] values(Preprocessing base, Examples examples) {
    Optional<PatchPreprocessing> patches = base.patches();
    return patches.isPresent() ? patches.get().apply(examples, false) : base.apply(examples);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Whitening whitening
        && base.equals(whitening.base)
        && epsilon == whitening.epsilon
        && Arrays.equals(mean, whitening.mean)
        && zca.equals(whitening.zca)
        && inverse.equals(whitening.inverse);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(mean);
  }
}
