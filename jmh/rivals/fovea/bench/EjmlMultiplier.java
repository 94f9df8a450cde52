package fovea.bench;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** EJML, dense, float, row-major. */
final class EjmlMultiplier implements Multiplier {
  private final Gemm gemm;
  private final FMatrixRMaj a;
  private final FMatrixRMaj b;
  private final FMatrixRMaj c;

  EjmlMultiplier(Gemm gemm, float[] a, float[] b) {
    this.gemm = gemm;
    this.a = FMatrixRMaj.wrap(gemm.transposeA() ? gemm.k() : gemm.m(), gemm.aRow(), a);
    this.b = FMatrixRMaj.wrap(gemm.transposeB() ? gemm.n() : gemm.k(), gemm.bRow(), b);
    c = new FMatrixRMaj(gemm.m(), gemm.n());
  }

  @Override
  public void multiply() {
    if (gemm.transposeA()) {
      CommonOps_FDRM.multTransA(a, b, c);
    } else if (gemm.transposeB()) {
      CommonOps_FDRM.multTransB(a, b, c);
    } else {
      CommonOps_FDRM.mult(a, b, c);
    }
  }

  @Override
  public float[] result() {
    multiply();
    return c.getData();
  }
}
