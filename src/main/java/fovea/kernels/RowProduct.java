package fovea.kernels;

import static fovea.kernels.Lanes.F;
import static fovea.kernels.Lanes.NOTHING;
import static fovea.kernels.Lanes.PANEL;
import static fovea.kernels.Lanes.V;

import jdk.incubator.vector.FloatVector;

/**
 * The product of one row with a matrix, for a single example: {@link MatMul#product} would compute a tile of 12 rows,
 * 11 of them for nothing. The row is read as it is, without packing, and the result is written as a row. The bits are
 * those of {@link MatMul#product}.
 *
 * <p>Every sum is one chain, so what binds is the latency of a multiply-add, not the number of them: two panels go
 * together, which makes four chains of vectors that do not wait for each other.
 */
public final class RowProduct {
  private RowProduct() {}

  /**
   * y = start + x·B.
   *
   * @param x {@code depth} floats from {@code xAt} on
   * @param b depth × columns, in the layout of {@link Panels}, its block's capacity is {@code depth}
   * @param start {@code padded(columns)} floats
   * @param y {@code columns} floats are written from {@code yAt} on; none of the others
   */
  public static void apply(
      float[] x, int xAt, int depth, float[] b, float[] start, int columns, float[] y, int yAt) {
    int j = 0;
    for (; j <= columns - 2 * PANEL; j += 2 * PANEL)
      twoPanels(x, xAt, depth, b, j * depth, start, j, y, yAt + j);
    for (; j < columns; j += PANEL)
      panel(x, xAt, depth, b, j * depth, start, j, y, yAt + j, Math.min(PANEL, columns - j));
  }

  private static void twoPanels(
      float[] x,
      int xAt,
      int depth,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      float[] y,
      int yAt) {
    int next = bAt + depth * PANEL;
    FloatVector y0 = FloatVector.fromArray(F, start, startAt);
    FloatVector y1 = FloatVector.fromArray(F, start, startAt + V);
    FloatVector y2 = FloatVector.fromArray(F, start, startAt + PANEL);
    FloatVector y3 = FloatVector.fromArray(F, start, startAt + PANEL + V);
    for (int k = 0; k < depth; k++) {
      FloatVector xk = FloatVector.broadcast(F, x[xAt + k]);
      y0 = xk.fma(FloatVector.fromArray(F, b, bAt + k * PANEL), y0);
      y1 = xk.fma(FloatVector.fromArray(F, b, bAt + k * PANEL + V), y1);
      y2 = xk.fma(FloatVector.fromArray(F, b, next + k * PANEL), y2);
      y3 = xk.fma(FloatVector.fromArray(F, b, next + k * PANEL + V), y3);
    }
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    nothing.add(y0).intoArray(y, yAt);
    nothing.add(y1).intoArray(y, yAt + V);
    nothing.add(y2).intoArray(y, yAt + PANEL);
    nothing.add(y3).intoArray(y, yAt + PANEL + V);
  }

  /** @param wanted columns of the panel that are written */
  private static void panel(
      float[] x,
      int xAt,
      int depth,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      float[] y,
      int yAt,
      int wanted) {
    FloatVector y0 = FloatVector.fromArray(F, start, startAt);
    FloatVector y1 = FloatVector.fromArray(F, start, startAt + V);
    for (int k = 0; k < depth; k++) {
      FloatVector xk = FloatVector.broadcast(F, x[xAt + k]);
      y0 = xk.fma(FloatVector.fromArray(F, b, bAt + k * PANEL), y0);
      y1 = xk.fma(FloatVector.fromArray(F, b, bAt + k * PANEL + V), y1);
    }
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    if (wanted == PANEL) {
      nothing.add(y0).intoArray(y, yAt);
      nothing.add(y1).intoArray(y, yAt + V);
    } else {
      nothing.add(y0).intoArray(y, yAt, F.indexInRange(0, wanted));
      nothing.add(y1).intoArray(y, yAt + V, F.indexInRange(V, wanted));
    }
  }
}
