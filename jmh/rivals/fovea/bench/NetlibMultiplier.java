package fovea.bench;

import dev.ludovic.netlib.blas.JavaBLAS;

/**
 * dev.ludovic.netlib's BLAS in Java, written with the Vector API. It is column-major, so it computes Cᵀ =
 * op(B)ᵀ·op(A)ᵀ.
 */
final class NetlibMultiplier implements Multiplier {
  private static final JavaBLAS BLAS = JavaBLAS.getInstance();

  private final Gemm gemm;
  private final float[] a;
  private final float[] b;
  private final float[] c;

  NetlibMultiplier(Gemm gemm, float[] a, float[] b) {
    if (!BLAS.getClass().getSimpleName().equals("VectorBLAS"))
      throw new IllegalStateException("netlib chose " + BLAS.getClass() + ", not VectorBLAS");
    this.gemm = gemm;
    this.a = a;
    this.b = b;
    c = new float[gemm.m() * gemm.n()];
  }

  @Override
  public void multiply() {
    BLAS.sgemm(
        gemm.transposeB() ? "T" : "N",
        gemm.transposeA() ? "T" : "N",
        gemm.n(),
        gemm.m(),
        gemm.k(),
        1f,
        b,
        gemm.bRow(),
        a,
        gemm.aRow(),
        0f,
        c,
        gemm.n());
  }

  @Override
  public float[] result() {
    multiply();
    return c;
  }
}
