package fovea.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Eigenvectors against plain loops, bit for bit, and against what they are. */
@Tag("numerics")
class SymmetricEigenTest {
  private static final int[] SIZES = {1, 2, 3, 7, 8, 9, 31, 32, 33, 50, 65, 100, 129, 300};

  private static double[] symmetric(Samples samples, int n) {
    double[] rows = Samples.toDouble(samples.signed(n * n, 1));
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++)
      for (int j = 0; j < n; j++)
        // Columns of all sizes: eigenvalues over several decades.
        for (int k = 0; k < n; k++)
          a[i * n + j] += rows[i * n + k] * rows[j * n + k] / ((1 + k) * (1 + k));
    return a;
  }

  /** The order of docs/numerics.md in plain loops: Householder, then QR. */
  private static final class Oracle {
    private final int n;
    private final double[][] a;
    private final double[][] v;
    private final double[] factor;
    private final double[] d;
    private final double[] e;
    private final double[][] rows;

    Oracle(double[] matrix, int n) {
      this.n = n;
      a = new double[n][n];
      for (int i = 0; i < n; i++) System.arraycopy(matrix, i * n, a[i], 0, n);
      v = new double[n][n];
      factor = new double[n];
      d = new double[n];
      e = new double[n];
      rows = new double[n][n];
      for (int i = 0; i < n; i++) rows[i][i] = 1;
      for (int i = n - 1; i >= 0; i--) reflect(i);
      for (int i = n - 1; i > 1; i--) gather(i);
      diagonalise();
    }

    private void reflect(int i) {
      d[i] = a[i][i];
      if (i == 0) return;
      double squares = 0;
      for (int c = 0; c < i - 1; c++) squares = Math.fma(a[i][c], a[i][c], squares);
      double x = a[i][i - 1];
      e[i - 1] = x;
      if (squares <= 0x1p-120) return;
      double length = Math.sqrt(Math.fma(x, x, squares));
      e[i - 1] = x > 0 ? -length : length;
      System.arraycopy(a[i], 0, v[i], 0, i);
      v[i][i - 1] = x - e[i - 1];
      factor[i] = 2 / Math.fma(v[i][i - 1], v[i][i - 1], squares);
      double[] product = new double[i];
      for (int j = 0; j < i; j++)
        for (int c = 0; c < i; c++) product[c] = Math.fma(a[j][c], v[i][j], product[c]);
      double dot = 0;
      for (int c = 0; c < i; c++) dot = Math.fma(v[i][c], product[c], dot);
      double half = factor[i] * factor[i] * dot / 2;
      double[] w = new double[i];
      for (int c = 0; c < i; c++) w[c] = Math.fma(-half, v[i][c], factor[i] * product[c]);
      for (int j = 0; j < i; j++)
        for (int c = 0; c < i; c++)
          a[j][c] = Math.fma(-w[j], v[i][c], Math.fma(-v[i][j], w[c], a[j][c]));
    }

    private void gather(int i) {
      if (factor[i] == 0) return;
      for (int c = 0; c < n; c++) {
        double sum = 0;
        for (int j = 0; j < i; j++) sum = Math.fma(v[i][j], rows[j][c], sum);
        double scaled = sum * -factor[i];
        for (int j = 0; j < i; j++) rows[j][c] = Math.fma(v[i][j], scaled, rows[j][c]);
      }
    }

    private void diagonalise() {
      double largest = 0;
      for (int k = 0; k < n; k++) largest = Math.max(largest, Math.abs(d[k]) + Math.abs(e[k]));
      double negligible = 0x1p-53 * largest;
      int high = n - 1;
      while (high > 0) {
        if (Math.abs(e[high - 1]) <= negligible) {
          high--;
          continue;
        }
        int low = high - 1;
        while (low > 0 && Math.abs(e[low - 1]) > negligible) low--;
        double half = (d[high - 1] - d[high]) / 2;
        double square = e[high - 1] * e[high - 1];
        double root = Math.sqrt(half * half + square);
        double x = d[low] - (d[high] - square / (half >= 0 ? half + root : half - root));
        double z = e[low];
        for (int k = low; k < high; k++) {
          double r = Math.sqrt(x * x + z * z);
          double c = r == 0 ? 1 : x / r;
          double s = r == 0 ? 0 : z / r;
          if (k > low) e[k - 1] = r;
          double p = d[k];
          double q = d[k + 1];
          double b = e[k];
          d[k] = c * c * p + 2 * c * s * b + s * s * q;
          d[k + 1] = s * s * p - 2 * c * s * b + c * c * q;
          e[k] = c * s * (q - p) + (c * c - s * s) * b;
          x = e[k];
          if (k + 1 < high) {
            z = s * e[k + 1];
            e[k + 1] *= c;
          }
          for (int i = 0; i < n; i++) {
            double above = rows[k][i];
            double below = rows[k + 1][i];
            rows[k][i] = c * above + s * below;
            rows[k + 1][i] = c * below - s * above;
          }
        }
      }
    }
  }

  @Test
  void equalsTheOracleWithAnyNumberOfThreads() {
    Samples samples = new Samples(33);
    for (int n : SIZES) {
      double[] a = symmetric(samples, n);
      // Powers of two change no digit: the oracle gets the matrix as the kernels bring it to size.
      double largest = 0;
      for (double value : a) largest = Math.max(largest, Math.abs(value));
      int exponent = Math.getExponent(largest);
      double[] scaled = new double[a.length];
      for (int i = 0; i < a.length; i++) scaled[i] = Math.scalb(a[i], -exponent);
      Oracle oracle = new Oracle(scaled, n);
      Integer[] order = new Integer[n];
      for (int i = 0; i < n; i++) order[i] = i;
      java.util.Arrays.sort(order, (i, k) -> Double.compare(oracle.d[k], oracle.d[i]));
      for (int threads : new int[] {1, 2, 5})
        try (Team team = new Team(threads)) {
          SymmetricEigen.Result found = SymmetricEigen.of(a, n, team);
          for (int i = 0; i < n; i++) {
            assertThat(found.values()[i])
                .as("n=%d", n)
                .isEqualTo(Math.scalb(oracle.d[order[i]], exponent));
            assertThat(java.util.Arrays.copyOfRange(found.vectors(), i * n, (i + 1) * n))
                .as("n=%d, %d threads", n, threads)
                .containsExactly(oracle.rows[order[i]]);
          }
        }
    }
  }

  @Test
  void vectorsAreOrthonormalAndMakeTheMatrixDiagonal() {
    Samples samples = new Samples(34);
    try (Team team = new Team(2)) {
      for (int n : SIZES) {
        double[] a = symmetric(samples, n);
        SymmetricEigen.Result found = SymmetricEigen.of(a, n, team);
        double[] u = found.vectors();
        double largest = Math.abs(found.values()[0]);
        for (int i = 0; i < n; i++) {
          assertThat(i == 0 || found.values()[i] <= found.values()[i - 1]).isTrue();
          for (int j = 0; j < n; j++) {
            double dot = 0;
            double image = 0;
            for (int k = 0; k < n; k++) {
              dot = Math.fma(u[i * n + k], u[j * n + k], dot);
              image = Math.fma(a[j * n + k], u[i * n + k], image);
            }
            // Each of some 2n reflections and rotations rounds by 2^-53, as a random walk.
            assertThat(dot).as("n=%d", n).isEqualTo(i == j ? 1 : 0, offset(n * 0x1p-50));
            assertThat(image)
                .as("n=%d", n)
                .isEqualTo(found.values()[i] * u[i * n + j], offset(largest * n * 0x1p-50));
          }
        }
      }
    }
  }

  @Test
  void whatIsDiagonalOrEqualOrOfLowRankIsDecomposedToo() {
    try (Team team = new Team(2)) {
      int n = 40;
      double[] diagonal = new double[n * n];
      double[] same = new double[n * n];
      for (int i = 0; i < n; i++) diagonal[i * n + i] = i % 3;
      java.util.Arrays.fill(same, 1);
      SymmetricEigen.Result thirds = SymmetricEigen.of(diagonal, n, team);
      for (int i = 0; i < n; i++)
        assertThat(thirds.values()[i]).isEqualTo(i < 13 ? 2 : i < 26 ? 1 : 0);
      SymmetricEigen.Result one = SymmetricEigen.of(same, n, team);
      assertThat(one.values()[0]).isEqualTo(n, offset(1e-12));
      assertThat(one.values()[1]).isEqualTo(0, offset(1e-12));
      assertThat(SymmetricEigen.of(new double[n * n], n, team).values())
          .containsExactly(new double[n]);
    }
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    try (Team team = new Team(1)) {
      for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY})
        for (int at : new int[] {1, 2, 4}) {
          double[] a = {1, 1, 2, 1, 1, 1, 2, 1, 1};
          a[at] = bad;
          a[3 * (at % 3) + at / 3] = bad;
          assertThatThrownBy(() -> SymmetricEigen.of(a, 3, team))
              .isInstanceOf(ArithmeticException.class);
        }
    }
  }

  @Test
  void sizesOfAllKindsGiveTheSameDigits() {
    try (Team team = new Team(1)) {
      double[] a = symmetric(new Samples(35), 9);
      SymmetricEigen.Result expected = SymmetricEigen.of(a, 9, team);
      for (int exponent : new int[] {-900, -200, 300, 900}) {
        double[] b = new double[a.length];
        for (int i = 0; i < a.length; i++) b[i] = Math.scalb(a[i], exponent);
        SymmetricEigen.Result found = SymmetricEigen.of(b, 9, team);
        assertThat(found.vectors()).containsExactly(expected.vectors());
        for (int i = 0; i < 9; i++)
          assertThat(found.values()[i]).isEqualTo(Math.scalb(expected.values()[i], exponent));
      }
    }
  }
}
