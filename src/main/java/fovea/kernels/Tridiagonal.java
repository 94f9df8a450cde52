package fovea.kernels;

import static fovea.kernels.Lanes.D;
import static fovea.kernels.Lanes.NOTHING;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.incubator.vector.DoubleVector;

/**
 * A symmetric matrix as QTQᵀ, Q orthogonal and T tridiagonal, in double, by the threads of a team: Householder
 * reflections (Golub and Van Loan, Matrix Computations, 4th edition, 2013, §8.3.1), from the last row up.
 *
 * <p>A step takes the last reflection from the matrix and multiplies it with the next one in a single reading. Every
 * element is one chain of fused multiply-adds over ascending rows, whatever the width of the vectors and the number of
 * threads.
 */
final class Tridiagonal {
  /** Columns of Qᵀ that a thread takes at a time: whole vectors of any width, few enough for a second-level cache. */
  static final int STRIP = 32;

  /** The sum of squares, beside those of a matrix of elements of about 1, that counts as 0. */
  private static final double NEGLIGIBLE = 0x1p-120;

  private static final int W = D.length();

  private final int n;
  private final int stride;
  private final Team team;

  /** The leading rows and columns are the matrix that is left, row i behind them is the vector of reflection i. */
  private final double[] a;

  /** Reflection i is 1 − factor[i]·v·vᵀ, on the coordinates before i. */
  private final double[] factor;

  private final double[] diagonal;
  private final double[] beside;
  private final double[] strips;

  /** The matrix less v·wᵀ + w·vᵀ is the matrix between two reflections of v. */
  private final double[] w;

  private final double[] product;

  private Tridiagonal(double[] matrix, int n, int exponent, Team team) {
    this.n = n;
    this.team = team;
    stride = Lanes.roundUp(n, STRIP);
    a = new double[Math.multiplyExact(n, stride)];
    for (int i = 0; i < n; i++)
      for (int k = 0; k < n; k++) a[i * stride + k] = Math.scalb(matrix[i * n + k], exponent);
    factor = new double[n];
    diagonal = new double[n];
    beside = new double[n];
    strips = new double[a.length];
    w = new double[stride];
    product = new double[stride];
  }

  /**
   * Decomposes a matrix times a power of two, with which its largest element is about 1.
   *
   * @param matrix n×n, row-major, symmetric; stays as it is
   * @param exponent of the power
   * @param team the threads to use; stays the caller's to close
   */
  static Tridiagonal of(double[] matrix, int n, int exponent, Team team) {
    Tridiagonal t = new Tridiagonal(matrix, n, exponent, team);
    t.reduce();
    AtomicInteger next = new AtomicInteger();
    team.run(thread -> {
      for (int s = next.getAndIncrement(); s < t.stride / STRIP; s = next.getAndIncrement())
        t.gather(s * STRIP);
    });
    return t;
  }

  /** The diagonal of T, n values. */
  double[] diagonal() {
    return diagonal;
  }

  /** What stands beside it: [i] couples i − 1 and i; [0] is 0. */
  double[] beside() {
    return beside;
  }

  /** Qᵀ in strips of {@value #STRIP} columns, each with all rows: [strip][row][column]. */
  double[] strips() {
    return strips;
  }

  private void reduce() {
    for (int i = n - 1; i >= 0; i--) {
      // The reflection before this one is still to be taken from the rows that are left; v is in
      // the row behind.
      int v = (i + 1) * stride;
      int row = i * stride;
      if (i < n - 1)
        for (int c = 0; c <= i; c++)
          a[row + c] = Math.fma(-w[i], a[v + c], Math.fma(-a[v + i], w[c], a[row + c]));
      diagonal[i] = a[row + i];
      if (i == 0) return;
      reflect(i);
      int last = i;
      team.run(thread -> step(last, thread));
      double dot = 0;
      for (int c = 0; c < i; c++) dot = Math.fma(a[row + c], product[c], dot);
      double half = factor[i] * factor[i] * dot / 2;
      for (int c = 0; c < i; c++) w[c] = Math.fma(-half, a[row + c], factor[i] * product[c]);
    }
  }

  /** Row i, up to its diagonal, becomes the vector that reflects it onto its last element. */
  private void reflect(int i) {
    int row = i * stride;
    double squares = 0;
    for (int c = 0; c < i - 1; c++) squares = Math.fma(a[row + c], a[row + c], squares);
    double x = a[row + i - 1];
    beside[i] = x;
    if (squares <= NEGLIGIBLE) return;
    double length = Math.sqrt(Math.fma(x, x, squares));
    beside[i] = x > 0 ? -length : length;
    a[row + i - 1] = x - beside[i];
    factor[i] = 2 / Math.fma(a[row + i - 1], a[row + i - 1], squares);
  }

  /** A thread's columns of the rows before i: the reflection behind is taken off, and product ← A·v of row i. */
  private void step(int i, int thread) {
    int vectors = (i + W - 1) / W;
    int from = W * (vectors * thread / team.size());
    int to = W * (vectors * (thread + 1) / team.size());
    Arrays.fill(product, from, to, 0);
    boolean first = i == n - 1;
    int u = i * stride;
    for (int j = 0; j < i; j++) {
      if (first) add(j * stride, from, to, a[u + j]);
      else subtractAndAdd(j * stride, (i + 1) * stride, from, to, j, a[u + j]);
    }
  }

  private void add(int row, int from, int to, double u) {
    DoubleVector scale = DoubleVector.broadcast(D, u);
    for (int c = from; c < to; c += W)
      DoubleVector.fromArray(D, a, row + c)
          .fma(scale, DoubleVector.fromArray(D, product, c))
          .intoArray(product, c);
  }

  private void subtractAndAdd(int row, int v, int from, int to, int j, double u) {
    DoubleVector minusV = DoubleVector.broadcast(D, -a[v + j]);
    DoubleVector minusW = DoubleVector.broadcast(D, -w[j]);
    DoubleVector scale = DoubleVector.broadcast(D, u);
    for (int c = from; c < to; c += W) {
      DoubleVector left = minusW.fma(
          DoubleVector.fromArray(D, a, v + c),
          minusV.fma(DoubleVector.fromArray(D, w, c), DoubleVector.fromArray(D, a, row + c)));
      left.intoArray(a, row + c);
      left.fma(scale, DoubleVector.fromArray(D, product, c)).intoArray(product, c);
    }
  }

  /** Some columns of Qᵀ: all reflections, the last row's first, of those of the identity. */
  private void gather(int column) {
    int at = column * n;
    for (int c = column; c < Math.min(column + STRIP, n); c++)
      strips[at + c * STRIP + c - column] = 1;
    for (int i = n - 1; i > 1; i--)
      if (factor[i] != 0) for (int c = 0; c < STRIP; c += 2 * W) reflect(i, at + c);
  }

  /** Two vectors of columns, with the rows before i. */
  private void reflect(int i, int at) {
    int v = i * stride;
    DoubleVector s0 = DoubleVector.zero(D), s1 = DoubleVector.zero(D);
    for (int j = 0; j < i; j++) {
      DoubleVector vj = DoubleVector.broadcast(D, a[v + j]);
      s0 = vj.fma(DoubleVector.fromArray(D, strips, at + j * STRIP), s0);
      s1 = vj.fma(DoubleVector.fromArray(D, strips, at + j * STRIP + W), s1);
    }
    DoubleVector scale = DoubleVector.broadcast(D, -factor[i]);
    DoubleVector nothing = DoubleVector.broadcast(D, NOTHING);
    DoubleVector g0 = nothing.add(s0).mul(scale), g1 = nothing.add(s1).mul(scale);
    for (int j = 0; j < i; j++) {
      DoubleVector vj = DoubleVector.broadcast(D, a[v + j]);
      int row = at + j * STRIP;
      vj.fma(g0, DoubleVector.fromArray(D, strips, row)).intoArray(strips, row);
      vj.fma(g1, DoubleVector.fromArray(D, strips, row + W)).intoArray(strips, row + W);
    }
  }
}
