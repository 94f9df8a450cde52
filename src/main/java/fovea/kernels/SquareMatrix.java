package fovea.kernels;

import java.util.Arrays;

/** A square matrix M that many rows are multiplied with. Safe for use from several threads. */
public final class SquareMatrix {
  /** Rows that go through at a time, inside the second-level cache. */
  private static final int BLOCK = 8 * Lanes.ROW_MULTIPLE;

  private final int size;
  private final float[] values;
  private final float[] packed;
  private final float[] zeros;

  /**
   * A matrix of these elements.
   *
   * @param values size×size, row-major; copied
   * @throws IllegalStateException if Java was started without the module of the Vector API
   */
  public SquareMatrix(int size, float[] values) {
    VectorModule.require();
    if (values.length != (long) size * size)
      throw new IllegalArgumentException("a matrix of %d rows and columns needs %d floats, not %d"
          .formatted(size, (long) size * size, values.length));
    this.size = size;
    this.values = values.clone();
    packed = new float[Panels.size(size, size)];
    Panels.pack(values, 0, size, 1, size, size, packed, 0, size);
    zeros = new float[Lanes.padded(size)];
  }

  public int size() {
    return size;
  }

  /** A copy of the elements, row-major. */
  public float[] values() {
    return values.clone();
  }

  /** X·M, n×size row-major, for X (n×size): each element one chain of fused multiply-adds over ascending k, from 0. */
  public float[] product(float[] x, int n) {
    float[] out = new float[Math.multiplyExact(n, size)];
    int capacity = Math.min(BLOCK, Lanes.roundUp(Math.max(n, 1), Lanes.ROW_MULTIPLE));
    float[] in = new float[Panels.size(capacity, size)];
    float[] z = new float[Panels.size(capacity, size)];
    for (int at = 0; at < n; at += capacity) {
      int rows = Math.min(capacity, n - at);
      Panels.pack(x, at * size, size, 1, rows, size, in, 0, capacity);
      MatMul.product(rows, size, size, capacity, in, 0, packed, zeros, z, 0);
      Panels.unpack(z, 0, capacity, rows, size, out, at * size, size, 1);
    }
    return out;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SquareMatrix matrix && Arrays.equals(values, matrix.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
