package fovea.bench;

/** First rung: plain loops in another order. The innermost runs along rows of B and C, no longer down a column of B. */
final class IkjMultiplier extends RowMajorMultiplier {
  IkjMultiplier(Gemm gemm, float[] a, float[] b) {
    super(gemm, a, b);
  }

  @Override
  void add() {
    for (int i = 0; i < m; i++)
      for (int k = 0; k < depth; k++) {
        float aik = a[i * depth + k];
        for (int j = 0; j < n; j++) c[i * n + j] = Math.fma(aik, b[k * n + j], c[i * n + j]);
      }
  }
}
