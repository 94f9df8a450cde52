package fovea.kernels;

import static fovea.kernels.Lanes.PANEL;

/**
 * The two products that training needs, over blocks in the layout of {@link Panels}. Blocks are small enough to stay in the
 * second-level cache; the caller cuts them ({@code fovea.train}).
 *
 * <p>Every element of a result is one chain of float32 fused multiply-adds over ascending k (docs/numerics.md).
 */
public final class MatMul {
  private MatMul() {}

  /**
   * C = 1·start + A·B.
   *
   * @param rows rows of A and C that are wanted; up to 11 more rows of C are overwritten with values that mean nothing, so
   *     {@code capacity} is at least {@code rows} rounded up to {@link Lanes#ROW_MULTIPLE}
   * @param depth columns of A, rows of B
   * @param capacity rows that the blocks of A and C have room for
   * @param b depth × columns, its block's capacity is {@code depth}
   * @param start row vector of {@code padded(columns)} floats that each row of C starts from
   */
  public static void product(
      int rows,
      int columns,
      int depth,
      int capacity,
      float[] a,
      int aAt,
      float[] b,
      float[] start,
      float[] c,
      int cAt) {
    int aPanel = capacity * PANEL;
    int panels = depth / PANEL;
    int whole = panels * PANEL;
    int rest = depth - whole;
    // What the last panel of A adds, if it is not whole, starts from the sums of the others; where
    // there are none, from the start.
    float[] from = panels > 0 ? c : start;
    int fromRow = panels > 0 ? PANEL : 0;
    for (int j = 0; j < columns; j += PANEL) {
      int bAt = j * depth;
      int bRest = bAt + whole * PANEL;
      for (int r = 0; r < rows; r += Lanes.TILE_ROWS) {
        int aTile = aAt + r * PANEL;
        int aRest = aTile + panels * aPanel;
        int cTile = cAt + j * capacity + r * PANEL;
        int fromAt = panels > 0 ? cTile : j;
        if (Lanes.TILE_ROWS == 12) {
          if (panels > 0) MicroKernel.rows12(a, aTile, aPanel, panels, b, bAt, start, j, c, cTile);
          if (rest > 0)
            MicroKernel.moreRows12(a, aRest, rest, b, bRest, from, fromAt, fromRow, c, cTile);
        } else {
          if (panels > 0) MicroKernel.rows4(a, aTile, aPanel, panels, b, bAt, start, j, c, cTile);
          if (rest > 0)
            MicroKernel.moreRows4(a, aRest, rest, b, bRest, from, fromAt, fromRow, c, cTile);
        }
      }
    }
  }

  /**
   * C += Aᵀ·B over {@code depth} rows: the sum over examples of the outer products of A's rows with B's rows.
   *
   * @param rows columns of A, rows of C
   * @param columns columns of B and C
   * @param capacity rows that the blocks of A and B have room for
   * @param c rows × columns, its block's capacity is {@code padded(rows)}; padding may be overwritten with values that mean nothing
   */
  public static void transposedProduct(
      int rows,
      int columns,
      int depth,
      int capacity,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] c,
      int cAt) {
    int cCapacity = Lanes.padded(rows);
    for (int i = 0; i < rows; i += PANEL) {
      int aPanel = aAt + i * capacity;
      for (int j = 0; j < columns; j += PANEL) {
        int bPanel = bAt + j * capacity;
        int cTile = cAt + j * cCapacity + i * PANEL;
        // A panel of 32 columns is 12 + 12 + 8 tile rows; narrower panels are 8s or 4s, and so is
        // the last one if it is not whole.
        int wanted = Math.min(PANEL, rows - i);
        int r = 0;
        if (Lanes.REGISTERS == 32) {
          for (; wanted - r > 8 && PANEL - r >= 20; r += 12)
            MicroKernel.columns12(a, aPanel + r, depth, b, bPanel, c, cTile + r * PANEL);
          for (; wanted - r > 4; r += 8)
            MicroKernel.columns8(a, aPanel + r, depth, b, bPanel, c, cTile + r * PANEL);
        }
        for (; r < wanted; r += 4)
          MicroKernel.columns4(a, aPanel + r, depth, b, bPanel, c, cTile + r * PANEL);
      }
    }
  }
}
