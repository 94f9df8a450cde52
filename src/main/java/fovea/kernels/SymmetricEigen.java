package fovea.kernels;

import static fovea.kernels.Lanes.D;
import static fovea.kernels.Lanes.NOTHING;
import static fovea.kernels.Tridiagonal.STRIP;

import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import jdk.incubator.vector.DoubleVector;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, in double, by the threads of a team: the matrix becomes
 * tridiagonal ({@link Tridiagonal}), then QR steps with Wilkinson's shift make it diagonal (Golub and Van Loan, Matrix
 * Computations, 4th edition, 2013, §8.3.3 to 8.3.5). The rotations of many steps are kept and given to the vectors
 * at once, a strip of columns at a time.
 *
 * <p>The order of all operations is fixed, whatever the width of the vectors and the number of threads.
 */
public final class SymmetricEigen {
  /** Rotations that are kept, at least, before the vectors get them. */
  private static final int ROTATIONS = 1 << 16;

  /** QR steps for an eigenvalue, at most, in the mean; two are usual. */
  private static final int STEPS = 60;

  private static final int W = D.length();

  private final int n;
  private final Team team;
  private final double[] d;

  /** What stands beside the diagonal: [k] couples k and k + 1. */
  private final double[] e;

  /** The vectors as rows, in strips of columns. */
  private final double[] strips;

  /** The rotations that are kept, each of a row and the next. */
  private final int[] rows;

  private final double[] cosines;
  private final double[] sines;
  private int kept;

  private SymmetricEigen(Tridiagonal t, int n, Team team) {
    this.n = n;
    this.team = team;
    d = t.diagonal();
    e = new double[n];
    System.arraycopy(t.beside(), 1, e, 0, n - 1);
    strips = t.strips();
    rows = new int[ROTATIONS + n];
    cosines = new double[rows.length];
    sines = new double[rows.length];
  }

  /**
   * The eigenvalues in descending order, and a vector of length 1 for each.
   *
   * @param values n values
   * @param vectors n×n, row-major; row i is the vector of value i
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, never compared
  public record Result(double[] values, double[] vectors) {}

  /**
   * Decomposes a matrix.
   *
   * @param matrix n×n, row-major, symmetric; stays as it is
   * @param team the threads to use; stays the caller's to close
   * @throws ArithmeticException if the matrix has values that are not finite
   */
  public static Result of(double[] matrix, int n, Team team) {
    double largest = 0;
    for (double value : matrix) largest = Math.max(largest, Math.abs(value));
    if (!(largest <= Double.MAX_VALUE))
      throw new ArithmeticException("a matrix of %d rows is not finite".formatted(n));
    // By a power of two, so that no square overflows and no digit is lost.
    int exponent = Math.getExponent(largest);
    SymmetricEigen eigen = new SymmetricEigen(Tridiagonal.of(matrix, n, -exponent, team), n, team);
    eigen.diagonalise();
    return eigen.sorted(exponent);
  }

  private void diagonalise() {
    double largest = 0;
    for (int k = 0; k < n; k++) largest = Math.max(largest, Math.abs(d[k]) + Math.abs(e[k]));
    double negligible = 0x1p-53 * largest;
    int steps = 0;
    for (int high = n - 1; high > 0; ) {
      if (Math.abs(e[high - 1]) <= negligible) {
        high--;
        continue;
      }
      if (++steps > STEPS * n)
        throw new ArithmeticException(
            "the eigenvalues of a matrix of %d rows do not converge".formatted(n));
      int low = high - 1;
      while (low > 0 && Math.abs(e[low - 1]) > negligible) low--;
      step(low, high);
      if (kept >= ROTATIONS) rotate();
    }
    rotate();
  }

  /** One QR step on rows low to high: algorithm 8.3.2. */
  private void step(int low, int high) {
    double half = (d[high - 1] - d[high]) / 2;
    double square = e[high - 1] * e[high - 1];
    double root = Math.sqrt(half * half + square);
    double shift = d[high] - square / (half >= 0 ? half + root : half - root);
    double x = d[low] - shift;
    double z = e[low];
    for (int k = low; k < high; k++) {
      double r = Math.sqrt(x * x + z * z);
      double c = r == 0 ? 1 : x / r;
      double s = r == 0 ? 0 : z / r;
      if (k > low) e[k - 1] = r;
      double first = d[k];
      double second = d[k + 1];
      double between = e[k];
      d[k] = c * c * first + 2 * c * s * between + s * s * second;
      d[k + 1] = s * s * first - 2 * c * s * between + c * c * second;
      e[k] = c * s * (second - first) + (c * c - s * s) * between;
      x = e[k];
      if (k + 1 < high) {
        z = s * e[k + 1];
        e[k + 1] = c * e[k + 1];
      }
      rows[kept] = k;
      cosines[kept] = c;
      sines[kept++] = s;
    }
  }

  /** The vectors get the rotations that are kept. */
  private void rotate() {
    AtomicInteger next = new AtomicInteger();
    int count = (n + STRIP - 1) / STRIP;
    team.run(thread -> {
      for (int s = next.getAndIncrement(); s < count; s = next.getAndIncrement())
        for (int c = 0; c < STRIP; c += 2 * W) rotate(s * STRIP * n + c);
    });
    kept = 0;
  }

  /** Two vectors of columns. The second row of a rotation is mostly the first one of the next. */
  private void rotate(int at) {
    for (int from = 0; from < kept; ) {
      int to = from + 1;
      while (to < kept && rows[to] == rows[to - 1] + 1) to++;
      int row = at + rows[from] * STRIP;
      DoubleVector a0 = DoubleVector.fromArray(D, strips, row);
      DoubleVector a1 = DoubleVector.fromArray(D, strips, row + W);
      for (int i = from; i < to; i++, row += STRIP) {
        DoubleVector c = DoubleVector.broadcast(D, cosines[i]);
        DoubleVector s = DoubleVector.broadcast(D, sines[i]);
        DoubleVector b0 = DoubleVector.fromArray(D, strips, row + STRIP);
        DoubleVector b1 = DoubleVector.fromArray(D, strips, row + STRIP + W);
        c.mul(a0).add(s.mul(b0)).intoArray(strips, row);
        c.mul(a1).add(s.mul(b1)).intoArray(strips, row + W);
        a0 = c.mul(b0).sub(s.mul(a0));
        a1 = c.mul(b1).sub(s.mul(a1));
      }
      DoubleVector nothing = DoubleVector.broadcast(D, NOTHING);
      nothing.add(a0).intoArray(strips, row);
      nothing.add(a1).intoArray(strips, row + W);
      from = to;
    }
  }

  private Result sorted(int exponent) {
    int[] order = IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -d[i]))
        .mapToInt(i -> i)
        .toArray();
    double[] values = new double[n];
    double[] vectors = new double[n * n];
    for (int i = 0; i < n; i++) {
      values[i] = Math.scalb(d[order[i]], exponent);
      for (int k = 0; k < n; k++)
        vectors[i * n + k] = strips[(k / STRIP * n + order[i]) * STRIP + k % STRIP];
    }
    return new Result(values, vectors);
  }
}
