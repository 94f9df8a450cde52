package fovea.bench;

/**
 * C[m×n] = op(A)·op(B) with k terms to an element; all matrices are given row-major and dense.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k terms of each sum
 * @param transposeA A is given as k×m
 * @param transposeB B is given as n×k
 */
record Gemm(int m, int n, int k, boolean transposeA, boolean transposeB) {
  /** Floats between the rows of A. */
  int aRow() {
    return transposeA ? m : k;
  }

  /** Floats between the rows of B. */
  int bRow() {
    return transposeB ? k : n;
  }

  double flops() {
    return 2.0 * m * n * k;
  }
}
