package fovea.kernels;

/**
 * The numerics contract in plain loops: the same operations in the same order as the fast kernels, on plain row-major
 * matrices, one element at a time. Tests compare with {@code ==}. It is never made faster; it is here to be read.
 */
public final class ScalarKernels {
  private ScalarKernels() {}

  /**
   * C[m×n] ← C + A·B with any strides: element (i, k) of A is {@code a[aAt + i·aRow + k·aColumn]}, and so on. Each
   * element of C is one chain of fused multiply-adds over ascending k, from the value it has.
   */
  public static void multiply(
      int m,
      int n,
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      int bColumn,
      float[] c,
      int cAt,
      int cRow) {
    for (int i = 0; i < m; i++)
      for (int j = 0; j < n; j++) {
        float sum = c[cAt + i * cRow + j];
        for (int k = 0; k < depth; k++)
          sum = Math.fma(a[aAt + i * aRow + k * aColumn], b[bAt + k * bRow + j * bColumn], sum);
        c[cAt + i * cRow + j] = sum;
      }
  }

  /** Every row of C[m×n] ← {@code row}. */
  public static void fillRows(float[] row, int m, int n, float[] c) {
    for (int i = 0; i < m; i++) System.arraycopy(row, 0, c, i * n, n);
  }

  /** The slope of an activation function where its value is a: a − a² and 1 − a² rounded once, 1 and 0 exact. */
  public static float slope(ActivationFunction function, float a) {
    return switch (function) {
      case SIGMOID -> Math.fma(-a, a, a);
      case TANH -> Math.fma(-a, a, 1);
      case RELU -> a > 0 ? 1 : 0;
      case LINEAR -> 1;
    };
  }

  /** Σ a·b in 64 lanes of double, lane l over the elements l, l + 64, …; the lanes are added in order. */
  public static double dot(float[] a, int aAt, float[] b, int bAt, int length) {
    double sum = 0;
    for (int lane = 0; lane < Reductions.LANES; lane++) {
      double chain = 0;
      for (int i = lane; i < length; i += Reductions.LANES)
        chain = Math.fma((double) a[aAt + i], (double) b[bAt + i], chain);
      sum += chain;
    }
    return sum;
  }

  /**
   * Adds up equally long arrays in the fixed pairwise tree: neighbours 2i and 2i+1 are added, level by level; an odd
   * last one goes up as it is. The sum ends in {@code parts[0]}; the others are used up.
   */
  public static void sumPairwise(float[][] parts) {
    for (int count = parts.length; count > 1; count = (count + 1) / 2)
      for (int i = 0; i < (count + 1) / 2; i++) {
        float[] sum = parts[2 * i].clone();
        if (2 * i + 1 < count) for (int e = 0; e < sum.length; e++) sum[e] += parts[2 * i + 1][e];
        parts[i] = sum;
      }
  }
}
