package fovea.data;

/**
 * Σ w·v·vᵀ over vectors v, in double. Each element is a chain of additions in the order of the vectors, so every
 * machine gives the same bits. The inner loop runs along a row: compilers turn it into vector instructions, which
 * changes nothing in that order.
 */
final class OuterProducts {
  /** Vectors that are added in one pass over the matrix, which is larger than the caches. */
  private static final int AT_A_TIME = 4;

  private final int size;
  private final double[][] sum;
  private final double[][] vectors;
  private final double[] weights = new double[AT_A_TIME];
  private int waiting;

  OuterProducts(int size) {
    this.size = size;
    sum = new double[size][size];
    vectors = new double[AT_A_TIME][size];
  }

  /** Adds weight·v·vᵀ; v is copied. */
  void add(double weight, double[] v) {
    System.arraycopy(v, 0, vectors[waiting], 0, size);
    weights[waiting++] = weight;
    if (waiting == AT_A_TIME) pass();
  }

  /** The sum, exactly symmetric. Nothing may be added after it. */
  double[][] sum() {
    for (; waiting > 0 && waiting < AT_A_TIME; waiting++) weights[waiting] = 0;
    if (waiting > 0) pass();
    for (int i = 0; i < size; i++) for (int j = 0; j < i; j++) sum[i][j] = sum[j][i];
    return sum;
  }

  private void pass() {
    for (int i = 0; i < size; i++) {
      add(
          sum[i],
          i,
          weights[0] * vectors[0][i],
          vectors[0],
          weights[1] * vectors[1][i],
          vectors[1],
          weights[2] * vectors[2][i],
          vectors[2],
          weights[3] * vectors[3][i],
          vectors[3]);
    }
    waiting = 0;
  }

  /** The upper half of a row, from its diagonal on. */
  private static void add(
      double[] row,
      int from,
      double a,
      double[] va,
      double b,
      double[] vb,
      double c,
      double[] vc,
      double d,
      double[] vd) {
    for (int j = from; j < row.length; j++)
      row[j] = row[j] + a * va[j] + b * vb[j] + c * vc[j] + d * vd[j];
  }
}
