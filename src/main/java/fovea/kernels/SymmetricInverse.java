package fovea.kernels;

import static fovea.kernels.Lanes.D;
import static fovea.kernels.Lanes.NOTHING;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import jdk.incubator.vector.DoubleVector;

/**
 * The inverse of a symmetric positive definite matrix, in double, by the threads of a team: the Cholesky factor A =
 * LLᵀ, its inverse Z = L⁻¹, and A⁻¹ = ZᵀZ (Golub and Van Loan, Matrix Computations, 4th edition, 2013, §4.2).
 *
 * <p>Matrices are cut into tiles of {@value #TILE} rows and columns. All three steps subtract products of rows of
 * tiles from a tile, so one kernel serves them; it wants its left operand by rows and its right operand by rows too,
 * which is why L and Z are kept both ways. Every element is one chain of fused multiply-adds over ascending k,
 * whatever the width of the vectors and the number of threads.
 */
public final class SymmetricInverse {
  /**
   * Rows and columns of a tile: a multiple of two vectors of any width, small enough for three tiles in a first-level
   * cache.
   */
  static final int TILE = 32;

  private static final int W = D.length();

  private final int n;
  private final int stride;
  private final Team team;

  /** L and Lᵀ, with 1/L_jj in place of L_jj; Zᵀ and Z. Each stride×stride, row-major, 0 outside its triangle. */
  private final double[] l;

  private final double[] lt;
  private final double[] zt;
  private final double[] z;

  private final AtomicInteger next = new AtomicInteger();
  private final IntConsumer factor = this::factor;
  private final IntConsumer invert = this::invert;
  private final IntConsumer multiply = this::multiply;
  private int column;

  /**
   * Room for matrices of one size: 4·n² doubles.
   *
   * @param n rows and columns, at least 1
   * @param team the threads to use; stays the caller's to close
   */
  public SymmetricInverse(int n, Team team) {
    this.n = n;
    this.team = team;
    stride = Lanes.roundUp(n, TILE);
    l = new double[Math.multiplyExact(stride, stride)];
    lt = new double[l.length];
    zt = new double[l.length];
    z = new double[l.length];
  }

  /**
   * Replaces a matrix by its inverse.
   *
   * @param a n×n, row-major; its lower triangle is read, all of it is written
   * @return false if the matrix is not positive definite in double; it is then what it was
   */
  public boolean invert(double[] a) {
    java.util.Arrays.fill(l, 0);
    // Behind the last row stands a part of the identity, so that all tiles are whole.
    for (int i = 0; i < n; i++) System.arraycopy(a, i * n, l, i * stride, i + 1);
    for (int i = n; i < stride; i++) l[i * stride + i] = 1;
    for (column = 0; column < stride; column += TILE) {
      subtract(l, column, lt, column, 0, column, l, column);
      if (!factorDiagonal()) return false;
      each(column + TILE, factor);
    }
    each(0, invert);
    // Zᵀ is done with; A⁻¹ is gathered in l, whose tiles are no longer needed.
    each(0, multiply);
    for (int i = 0; i < n; i++)
      for (int j = 0; j <= i; j++) {
        a[i * n + j] = -l[i * stride + j];
        a[j * n + i] = a[i * n + j];
      }
    return true;
  }

  /** Threads take rows of tiles from {@code from} on. */
  private void each(int from, IntConsumer phase) {
    if (from >= stride) return;
    next.setPlain(from);
    team.run(phase);
  }

  /** The tile on the diagonal becomes its own Cholesky factor. */
  private boolean factorDiagonal() {
    for (int j = column; j < column + TILE; j++) {
      double square = l[j * stride + j];
      for (int k = column; k < j; k++)
        square = Math.fma(-l[j * stride + k], l[j * stride + k], square);
      if (!(square > 0)) return false;
      double reciprocal = 1 / Math.sqrt(square);
      l[j * stride + j] = reciprocal;
      for (int i = j + 1; i < column + TILE; i++)
        l[i * stride + j] = solved(l, i, l, j, column, j, l[i * stride + j]) * reciprocal;
    }
    transpose(l, column, column, lt);
    return true;
  }

  /** sum − Σ a[row][k]·b[bRow][k] over k from {@code from} to {@code to}. */
  private double solved(double[] a, int row, double[] b, int bRow, int from, int to, double sum) {
    for (int k = from; k < to; k++) sum = Math.fma(-a[row * stride + k], b[bRow * stride + k], sum);
    return sum;
  }

  /** The tiles of L below the diagonal, in the current column of tiles. */
  private void factor(int thread) {
    for (int row = next.getAndAdd(TILE); row < stride; row = next.getAndAdd(TILE)) {
      subtract(l, row, lt, column, 0, column, l, column);
      for (int i = row; i < row + TILE; i++)
        for (int j = column; j < column + TILE; j++)
          l[i * stride + j] = solved(l, i, l, j, column, j, l[i * stride + j]) * l[j * stride + j];
      transpose(l, row, column, lt);
    }
  }

  /** Rows of Zᵀ, that is columns of Z: L·Z = 1 solved by forward substitution, tile after tile. */
  private void invert(int thread) {
    for (int row = next.getAndAdd(TILE); row < stride; row = next.getAndAdd(TILE)) {
      java.util.Arrays.fill(zt, row * stride, (row + TILE) * stride, 0);
      for (int i = row; i < row + TILE; i++) zt[i * stride + i] = 1;
      for (int at = row; at < stride; at += TILE) {
        subtract(zt, row, lt, at, row, at, zt, at);
        for (int i = row; i < row + TILE; i++)
          for (int k = at; k < at + TILE; k++)
            zt[i * stride + k] = solved(zt, i, l, k, at, k, zt[i * stride + k]) * l[k * stride + k];
        transpose(zt, row, at, z);
      }
    }
  }

  /** The lower triangle of −ZᵀZ, in place of L. */
  private void multiply(int thread) {
    for (int row = next.getAndAdd(TILE); row < stride; row = next.getAndAdd(TILE)) {
      java.util.Arrays.fill(l, row * stride, (row + TILE) * stride, 0);
      // Row i of Zᵀ begins at i: what lies before the later of two rows adds nothing.
      for (int at = 0; at <= row; at += TILE) subtract(zt, row, z, at, row, stride, l, at);
    }
  }

  private void transpose(double[] a, int row, int column, double[] to) {
    for (int i = row; i < row + TILE; i++)
      for (int j = column; j < column + TILE; j++) to[j * stride + i] = a[i * stride + j];
  }

  /**
   * c ← c − a·b in the tile of c at (row, column): rows {@code row} of a, columns {@code column} of b, k from
   * {@code from} to {@code to}.
   */
  private void subtract(
      double[] a, int row, double[] b, int column, int from, int to, double[] c, int at) {
    if (from == to) return;
    for (int j = 0; j < TILE; j += 2 * W)
      for (int i = 0; i < TILE; i += 4)
        subtract4x2((row + i) * stride, a, b, column + j, from, to, c, at + j);
  }

  /** Four rows by two vectors: 8 accumulators, 2 vectors of b and 1 of a are 11 of 16 registers. */
  private void subtract4x2(
      int aAt, double[] a, double[] b, int column, int from, int to, double[] c, int at) {
    int c0 = aAt + at;
    int c1 = c0 + stride;
    int c2 = c1 + stride;
    int c3 = c2 + stride;
    DoubleVector s00 = DoubleVector.fromArray(D, c, c0), s01 = DoubleVector.fromArray(D, c, c0 + W);
    DoubleVector s10 = DoubleVector.fromArray(D, c, c1), s11 = DoubleVector.fromArray(D, c, c1 + W);
    DoubleVector s20 = DoubleVector.fromArray(D, c, c2), s21 = DoubleVector.fromArray(D, c, c2 + W);
    DoubleVector s30 = DoubleVector.fromArray(D, c, c3), s31 = DoubleVector.fromArray(D, c, c3 + W);
    for (int k = from; k < to; k++) {
      DoubleVector b0 = DoubleVector.fromArray(D, b, k * stride + column);
      DoubleVector b1 = DoubleVector.fromArray(D, b, k * stride + column + W);
      DoubleVector a0 = DoubleVector.broadcast(D, -a[aAt + k]);
      s00 = a0.fma(b0, s00);
      s01 = a0.fma(b1, s01);
      DoubleVector a1 = DoubleVector.broadcast(D, -a[aAt + stride + k]);
      s10 = a1.fma(b0, s10);
      s11 = a1.fma(b1, s11);
      DoubleVector a2 = DoubleVector.broadcast(D, -a[aAt + 2 * stride + k]);
      s20 = a2.fma(b0, s20);
      s21 = a2.fma(b1, s21);
      DoubleVector a3 = DoubleVector.broadcast(D, -a[aAt + 3 * stride + k]);
      s30 = a3.fma(b0, s30);
      s31 = a3.fma(b1, s31);
    }
    DoubleVector nothing = DoubleVector.broadcast(D, NOTHING);
    nothing.add(s00).intoArray(c, c0);
    nothing.add(s01).intoArray(c, c0 + W);
    nothing.add(s10).intoArray(c, c1);
    nothing.add(s11).intoArray(c, c1 + W);
    nothing.add(s20).intoArray(c, c2);
    nothing.add(s21).intoArray(c, c2 + W);
    nothing.add(s30).intoArray(c, c3);
    nothing.add(s31).intoArray(c, c3 + W);
  }
}
