package fovea.kernels;

import static fovea.kernels.Lanes.LARGE_TILE;
import static fovea.kernels.Lanes.MEDIUM_TILE;
import static fovea.kernels.Lanes.PANEL;
import static fovea.kernels.Lanes.SMALL_TILE;
import static fovea.kernels.Lanes.TILE_ROWS;

/**
 * The two products that training needs, over blocks in the layout of {@link Panels}. Blocks are small enough to stay
 * in the second-level cache; the caller cuts them ({@code fovea.train}). docs/kernels.md draws both products.
 *
 * <p>Every element of a result is one chain of float32 fused multiply-adds over ascending k (docs/numerics.md).
 */
public final class MatMul {
  private MatMul() {}

  /**
   * C = 1·start + A·B.
   *
   * @param rows rows of A and C that are wanted. Up to 11 more rows of C are overwritten with values that mean
   *     nothing, so {@code capacity} is at least {@code rows} rounded up to {@link Lanes#ROW_MULTIPLE}
   * @param columns columns of B and C
   * @param depth columns of A, rows of B
   * @param capacity rows that the blocks of A and C have room for
   * @param a rows × depth, from {@code aAt} on
   * @param b depth × columns, from 0 on; its block's capacity is {@code depth}
   * @param start the row of {@code padded(columns)} floats that each row of C starts from
   * @param c rows × columns, from {@code cAt} on; overwritten. It must not share its floats with A or B
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
    // The last panel of A, if it is not whole, adds to the sums of the others. Where there are no
    // others it begins at the start.
    float[] from = panels > 0 ? c : start;
    int fromRow = panels > 0 ? PANEL : 0;
    for (int j = 0; j < columns; j += PANEL) {
      int bAt = j * depth;
      int bRest = bAt + whole * PANEL;
      for (int r = 0; r < rows; r += TILE_ROWS) {
        int aTile = aAt + r * PANEL;
        int aRest = aTile + panels * aPanel;
        int cTile = cAt + j * capacity + r * PANEL;
        int fromAt = panels > 0 ? cTile : j;
        if (TILE_ROWS == LARGE_TILE) {
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
   * @param depth rows of A and B; the rows behind are not read
   * @param capacity rows that the blocks of A and B have room for
   * @param a depth × rows, from {@code aAt} on
   * @param b depth × columns, from {@code bAt} on
   * @param c rows × columns, from {@code cAt} on, added to; its block's capacity is {@code padded(rows)}. Its padding
   *     may be overwritten with values that mean nothing. It must not share its floats with A or B
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
        // A panel of 32 columns is 12 + 12 + 8 tile rows. Narrower panels are 8s or 4s, and so is
        // the last one if it is not whole.
        int wanted = Math.min(PANEL, rows - i);
        int r = 0;
        if (Lanes.REGISTERS == 32) {
          for (; wanted - r > MEDIUM_TILE && PANEL - r >= LARGE_TILE + MEDIUM_TILE; r += LARGE_TILE)
            MicroKernel.columns12(a, aPanel + r, depth, b, bPanel, c, cTile + r * PANEL);
          for (; wanted - r > SMALL_TILE; r += MEDIUM_TILE)
            MicroKernel.columns8(a, aPanel + r, depth, b, bPanel, c, cTile + r * PANEL);
        }
        for (; r < wanted; r += SMALL_TILE)
          MicroKernel.columns4(a, aPanel + r, depth, b, bPanel, c, cTile + r * PANEL);
      }
    }
  }
}
