package fovea.kernels;

/**
 * The one layout that every matrix has inside the kernels: a block of rows, cut into panels of {@link Lanes#PANEL}
 * columns that lie one after the other.
 *
 * <pre>
 *   element (r, c) is at  (c / PANEL)·capacity·PANEL + r·PANEL + c % PANEL
 *
 *        panel 0        panel 1
 *     +-----------+  +-----------+     capacity: rows that the block has room for
 *   0 | 0 1 .. 31 |  | 0 1 .. 31 |
 *   1 | ...       |  | ...       |
 * </pre>
 *
 * <p>It serves as all three operands of a product. Rows of a panel are whole vectors, so it is the right-hand operand
 * and the result; its rows lie a constant distance apart, so scalars of 12 rows (or of 12 neighbouring columns) are
 * broadcast from addresses that the compiler knows, and it is the left-hand operand, plain or transposed. Hence
 * nothing is ever transposed between the products of a training step.
 */
public final class Panels {
  /**
   * Floats in a line of the cache, 64 bytes on every processor that matters here; on others merely some lines are
   * left out.
   */
  private static final int LINE = 16;

  private Panels() {}

  /** Floats that a block of {@code capacity} rows and {@code columns} columns takes. */
  public static int size(int capacity, int columns) {
    return Math.multiplyExact(capacity, Lanes.padded(columns));
  }

  /** Position of element (r, c) in a block of {@code capacity} rows. */
  public static int index(int capacity, int r, int c) {
    return (c / Lanes.PANEL * capacity + r) * Lanes.PANEL + c % Lanes.PANEL;
  }

  /**
   * Packs the matrix whose element (r, c) is {@code from[at + r·rowStride + c·columnStride]}. Padding columns, and
   * rows from {@code rows} to {@code capacity}, become zero.
   */
  public static void pack(
      float[] from,
      int at,
      int rowStride,
      int columnStride,
      int rows,
      int columns,
      float[] to,
      int toAt,
      int capacity) {
    for (int c0 = 0; c0 < columns; c0 += Lanes.PANEL) {
      int width = Math.min(Lanes.PANEL, columns - c0);
      int panel = toAt + c0 * capacity;
      for (int r = 0; r < rows; r++) {
        int source = at + r * rowStride + c0 * columnStride;
        int target = panel + r * Lanes.PANEL;
        if (columnStride == 1) System.arraycopy(from, source, to, target, width);
        else for (int c = 0; c < width; c++) to[target + c] = from[source + c * columnStride];
        for (int c = width; c < Lanes.PANEL; c++) to[target + c] = 0f;
      }
      java.util.Arrays.fill(to, panel + rows * Lanes.PANEL, panel + capacity * Lanes.PANEL, 0f);
    }
  }

  /** Undoes {@link #pack}: element (r, c) goes to {@code to[toAt + r·rowStride + c·columnStride]}. */
  public static void unpack(
      float[] from,
      int at,
      int capacity,
      int rows,
      int columns,
      float[] to,
      int toAt,
      int rowStride,
      int columnStride) {
    for (int c0 = 0; c0 < columns; c0 += Lanes.PANEL) {
      int width = Math.min(Lanes.PANEL, columns - c0);
      int panel = at + c0 * capacity;
      for (int r = 0; r < rows; r++) {
        int source = panel + r * Lanes.PANEL;
        int target = toAt + r * rowStride + c0 * columnStride;
        for (int c = 0; c < width; c++) to[target + c * columnStride] = from[source + c];
      }
    }
  }

  /** Replaces the first {@code rows} rows of a block by the function's values. */
  public static void apply(
      ActivationFunction function, float[] block, int capacity, int rows, int columns) {
    for (int c0 = 0; c0 < columns; c0 += Lanes.PANEL)
      function.apply(block, c0 * capacity, rows * Lanes.PANEL);
  }

  /**
   * Brings {@code a[at … at + length)} into the cache by reading one float of each line, in order. The tiles of a
   * product jump from panel to panel, which the hardware's prefetcher does not follow; after this pass, which it does
   * follow, they find everything at hand.
   *
   * @return a sum of what was read, for the caller to store somewhere, so that the reads are not optimised away
   */
  public static float fetch(float[] a, int at, int length) {
    float s0 = 0;
    float s1 = 0;
    int i = at;
    for (; i < at + length - LINE; i += 2 * LINE) {
      s0 += a[i];
      s1 += a[i + LINE];
    }
    return s0 + s1;
  }
}
