package fovea.bench;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * OpenBLAS, called through JavaCPP, one thread. The matrices lie outside of the Java heap, so that nothing is copied.
 */
final class OpenblasMultiplier implements Multiplier {
  private final Gemm gemm;
  private final FloatPointer a;
  private final FloatPointer b;
  private final FloatPointer c;

  OpenblasMultiplier(Gemm gemm, float[] a, float[] b) {
    openblas.blas_set_num_threads(1);
    this.gemm = gemm;
    this.a = new FloatPointer(a);
    this.b = new FloatPointer(b);
    c = new FloatPointer((long) gemm.m() * gemm.n());
  }

  @Override
  public void multiply() {
    openblas.cblas_sgemm(
        CblasRowMajor,
        gemm.transposeA() ? CblasTrans : CblasNoTrans,
        gemm.transposeB() ? CblasTrans : CblasNoTrans,
        gemm.m(),
        gemm.n(),
        gemm.k(),
        1f,
        a,
        gemm.aRow(),
        b,
        gemm.bRow(),
        0f,
        c,
        gemm.n());
  }

  @Override
  public float[] result() {
    multiply();
    float[] result = new float[gemm.m() * gemm.n()];
    c.get(result);
    return result;
  }
}
