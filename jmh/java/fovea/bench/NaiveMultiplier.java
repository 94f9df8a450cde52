package fovea.bench;

import fovea.kernels.ScalarKernels;
import java.util.Arrays;

/** Plain loops: the scalar reference itself. */
final class NaiveMultiplier implements Multiplier {
  private final Gemm gemm;
  private final float[] a;
  private final float[] b;
  private final float[] c;

  NaiveMultiplier(Gemm gemm, float[] a, float[] b) {
    this.gemm = gemm;
    this.a = a;
    this.b = b;
    c = new float[gemm.m() * gemm.n()];
  }

  @Override
  public void multiply() {
    Arrays.fill(c, 0f);
    int aRow = gemm.transposeA() ? 1 : gemm.k();
    int aColumn = gemm.transposeA() ? gemm.m() : 1;
    int bRow = gemm.transposeB() ? 1 : gemm.n();
    int bColumn = gemm.transposeB() ? gemm.k() : 1;
    ScalarKernels.multiply(
        gemm.m(), gemm.n(), gemm.k(), a, 0, aRow, aColumn, b, 0, bRow, bColumn, c, 0, gemm.n());
  }

  @Override
  public float[] result() {
    multiply();
    return c;
  }
}
