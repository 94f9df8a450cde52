package fovea.bench;

/** Second rung: the same loops over 64 rows of B at a time, which stay in the cache for all rows of A. */
final class BlockedMultiplier extends RowMajorMultiplier {
  private static final int BLOCK = 64;

  BlockedMultiplier(Gemm gemm, float[] a, float[] b) {
    super(gemm, a, b);
  }

  @Override
  void add() {
    for (int k0 = 0; k0 < depth; k0 += BLOCK)
      for (int i = 0; i < m; i++)
        for (int k = k0; k < Math.min(k0 + BLOCK, depth); k++) {
          float aik = a[i * depth + k];
          for (int j = 0; j < n; j++) c[i * n + j] = Math.fma(aik, b[k * n + j], c[i * n + j]);
        }
  }
}
