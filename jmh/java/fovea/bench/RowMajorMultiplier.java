package fovea.bench;

import java.util.Arrays;

/**
 * A rung of the ladder from plain loops to Fovea's kernels (docs/kernels.md): A (m×k), B (k×n) and C (m×n) row-major
 * and dense, transposed beforehand where need be. Each element is one chain of fused multiply-adds over ascending k, so
 * every rung gives the bits of the reference.
 */
abstract class RowMajorMultiplier implements Multiplier {
  final int m;
  final int n;
  final int depth;
  final float[] a;
  final float[] b;
  final float[] c;

  RowMajorMultiplier(Gemm gemm, float[] a, float[] b) {
    m = gemm.m();
    n = gemm.n();
    depth = gemm.k();
    this.a = gemm.transposeA() ? transposed(a, depth, m) : a;
    this.b = gemm.transposeB() ? transposed(b, n, depth) : b;
    c = new float[m * n];
  }

  private static float[] transposed(float[] from, int rows, int columns) {
    float[] to = new float[from.length];
    for (int i = 0; i < rows; i++)
      for (int j = 0; j < columns; j++) to[j * rows + i] = from[i * columns + j];
    return to;
  }

  @Override
  public final void multiply() {
    Arrays.fill(c, 0f);
    add();
  }

  /** C += A·B. */
  abstract void add();

  @Override
  public final float[] result() {
    multiply();
    return c;
  }
}
