package fovea.kernels;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Rows (w, b) of a weight matrix and its biases, times one square matrix M of one row and column more: (w′, b′) = scale·(w, b)·M, by the
 * threads of a team. Every element is one chain of float32 fused multiply-adds over ascending k, from 0, and then one product.
 */
public final class RowsByMatrix {
  /** Rows that a thread takes at a time: two of the widest register tiles. */
  private static final int ROWS = 24;

  private final int rows;
  private final int width;
  private final Team team;
  private final float[] matrix;
  private final float[] zeros;
  private final float[][] in;
  private final float[][] out;
  private final AtomicInteger next = new AtomicInteger();
  private final IntConsumer phase = this::work;

  private float[] w = {};
  private float[] b = {};
  private float[] scale = {};
  private float[] toW = {};
  private float[] toB = {};
  private int wAt;
  private int bAt;
  private int toWAt;
  private int toBAt;

  /**
   * Room for one shape.
   *
   * @param rows of the weight matrix
   * @param columns of the weight matrix; M has columns + 1 rows and columns
   * @param team the threads to use; stays the caller's to close
   */
  public RowsByMatrix(int rows, int columns, Team team) {
    this.rows = rows;
    width = columns + 1;
    this.team = team;
    matrix = new float[Panels.size(width, width)];
    zeros = new float[Lanes.padded(width)];
    in = new float[team.size()][Panels.size(ROWS, width)];
    out = new float[team.size()][Panels.size(ROWS, width)];
  }

  /** Sets M, (columns + 1)², row-major, each element rounded to float32. */
  public void matrix(double[] m) {
    float[] rounded = new float[m.length];
    for (int i = 0; i < m.length; i++) rounded[i] = (float) m[i];
    Panels.pack(rounded, 0, width, 1, width, width, matrix, 0, width);
  }

  /**
   * Multiplies all rows. Results may take the place of what they are made from.
   *
   * @param w rows × columns, row-major, from {@code wAt} on
   * @param b one for each row, from {@code bAt} on
   * @param scale one for each row
   * @param toW takes the rows of the result, from {@code toWAt} on
   * @param toB takes its last column, from {@code toBAt} on
   */
  public void apply(
      float[] w,
      int wAt,
      float[] b,
      int bAt,
      float[] scale,
      float[] toW,
      int toWAt,
      float[] toB,
      int toBAt) {
    this.w = w;
    this.wAt = wAt;
    this.b = b;
    this.bAt = bAt;
    this.scale = scale;
    this.toW = toW;
    this.toWAt = toWAt;
    this.toB = toB;
    this.toBAt = toBAt;
    next.setPlain(0);
    team.run(phase);
  }

  private void work(int thread) {
    int columns = width - 1;
    int last = Panels.index(ROWS, 0, columns);
    float[] block = in[thread];
    float[] product = out[thread];
    for (int row = next.getAndAdd(ROWS); row < rows; row = next.getAndAdd(ROWS)) {
      int count = Math.min(ROWS, rows - row);
      if (last % Lanes.PANEL == 0 && columns % Lanes.PANEL == 0)
        Arrays.fill(block, columns * ROWS, block.length, 0f);
      if (columns > 0) Panels.pack(w, wAt + row * columns, columns, 1, count, columns, block, 0, ROWS);
      for (int r = 0; r < count; r++) block[last + r * Lanes.PANEL] = b[bAt + row + r];
      MatMul.product(count, width, width, ROWS, block, 0, matrix, zeros, product, 0);
      for (int r = 0; r < count; r++) {
        float factor = scale[row + r];
        int to = toWAt + (row + r) * columns;
        for (int c0 = 0; c0 < columns; c0 += Lanes.PANEL) {
          int source = c0 * ROWS + r * Lanes.PANEL;
          int wide = Math.min(Lanes.PANEL, columns - c0);
          for (int c = 0; c < wide; c++) toW[to + c0 + c] = factor * product[source + c];
        }
        toB[toBAt + row + r] = factor * product[last + r * Lanes.PANEL];
      }
    }
  }
}
