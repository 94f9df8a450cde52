package fovea.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Inverses against plain loops, bit for bit, and against the identity. */
@Tag("numerics")
class SymmetricInverseTest {
  private static final int[] SIZES = {1, 2, 3, 17, 31, 32, 33, 63, 64, 65, 100, 129};

  private static double[] definite(Samples samples, int n) {
    double[] rows = Samples.toDouble(samples.signed(n * 2 * n, 1));
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++)
      for (int j = 0; j < n; j++) {
        a[i * n + j] = i == j ? 0.01 : 0;
        for (int k = 0; k < 2 * n; k++)
          a[i * n + j] += rows[i * 2 * n + k] * rows[j * 2 * n + k] / (2 * n);
      }
    return a;
  }

  /** The order of docs/numerics.md in plain loops. */
  private static double[] oracle(double[] a, int n) {
    double[][] l = new double[n][n];
    for (int j = 0; j < n; j++) {
      double square = a[j * n + j];
      for (int k = 0; k < j; k++) square = Math.fma(-l[j][k], l[j][k], square);
      l[j][j] = 1 / Math.sqrt(square);
      for (int i = j + 1; i < n; i++) {
        double sum = a[i * n + j];
        for (int k = 0; k < j; k++) sum = Math.fma(-l[i][k], l[j][k], sum);
        l[i][j] = sum * l[j][j];
      }
    }
    double[][] z = new double[n][n];
    for (int i = 0; i < n; i++)
      for (int k = i; k < n; k++) {
        double sum = k == i ? 1 : 0;
        for (int m = i; m < k; m++) sum = Math.fma(-z[m][i], l[k][m], sum);
        z[k][i] = sum * l[k][k];
      }
    double[] inverse = new double[n * n];
    for (int i = 0; i < n; i++)
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        // Rows before the tile of i are 0 in column i.
        for (int k = i; k < n; k++) sum = Math.fma(-z[k][i], z[k][j], sum);
        inverse[i * n + j] = -sum;
        inverse[j * n + i] = -sum;
      }
    return inverse;
  }

  @Test
  void equalsTheOracleWithAnyNumberOfThreads() {
    Samples samples = new Samples(31);
    for (int n : SIZES) {
      double[] a = definite(samples, n);
      double[] expected = oracle(a, n);
      for (int threads : new int[] {1, 2, 5})
        try (Team team = new Team(threads)) {
          SymmetricInverse inverse = new SymmetricInverse(n, team);
          // Twice: what the first leaves behind must not matter.
          for (int time = 0; time < 2; time++) {
            double[] b = a.clone();
            assertThat(inverse.invert(b)).isTrue();
            assertThat(b).as("n=%d, %d threads", n, threads).containsExactly(expected);
          }
        }
      for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int k = 0; k < n; k++) sum += a[i * n + k] * expected[k * n + j];
          // Condition numbers are below 1e4 here.
          assertThat(sum).isEqualTo(i == j ? 1 : 0, offset(1e-10));
        }
    }
  }

  @Test
  void saysWhatIsNotPositiveDefiniteAndLeavesIt() {
    try (Team team = new Team(2)) {
      double[] a = definite(new Samples(32), 40);
      a[35 * 40 + 35] = -1;
      double[] before = a.clone();
      assertThat(new SymmetricInverse(40, team).invert(a)).isFalse();
      assertThat(a).containsExactly(before);
      double[] nan = {Double.NaN};
      assertThat(new SymmetricInverse(1, team).invert(nan)).isFalse();
    }
  }
}
