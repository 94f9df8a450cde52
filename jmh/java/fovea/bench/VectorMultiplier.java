package fovea.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Third rung: vectors along the rows of B and C. One vector of C stays in a register while k runs, so a multiply-add
 * needs a load and waits for the one before it. A register tile ends both.
 */
final class VectorMultiplier extends RowMajorMultiplier {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;

  VectorMultiplier(Gemm gemm, float[] a, float[] b) {
    super(gemm, a, b);
  }

  @Override
  void add() {
    int whole = F.loopBound(n);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < whole; j += F.length()) {
        FloatVector sum = FloatVector.zero(F);
        for (int k = 0; k < depth; k++)
          sum = FloatVector.broadcast(F, a[i * depth + k])
              .fma(FloatVector.fromArray(F, b, k * n + j), sum);
        sum.intoArray(c, i * n + j);
      }
      for (int j = whole; j < n; j++)
        for (int k = 0; k < depth; k++)
          c[i * n + j] = Math.fma(a[i * depth + k], b[k * n + j], c[i * n + j]);
    }
  }
}
