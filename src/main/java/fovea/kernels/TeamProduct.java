package fovea.kernels;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * X·M for a square matrix M that stays and an X of a fixed number of rows, by the threads of a team, without
 * allocating anything. Every element is one chain of float32 fused multiply-adds over ascending k, from 0.
 */
public final class TeamProduct {
  /**
   * Rows that a thread takes at a time: two of the tallest register tiles, so that few rows still make several parts.
   */
  private static final int ROWS = 2 * Lanes.ROW_MULTIPLE;

  private final int rows;
  private final int width;
  private final Team team;
  private final float[] matrix;
  private final float[] zeros;

  /** [thread]: rows of X, and of the product, in the layout of {@link Panels}. */
  private final float[][] left;

  private final float[][] product;
  private final AtomicInteger next = new AtomicInteger();
  private final IntConsumer phase = this::work;

  private float[] x = {};
  private float[] out = {};
  private int rowStride;
  private int columnStride;

  /**
   * Room for one shape.
   *
   * @param rows of X
   * @param width columns of X, rows and columns of M
   * @param team the threads to use; stays the caller's to close
   */
  public TeamProduct(int rows, int width, Team team) {
    this.rows = rows;
    this.width = width;
    this.team = team;
    matrix = new float[Panels.size(width, width)];
    zeros = new float[Lanes.padded(width)];
    left = new float[team.size()][Panels.size(ROWS, width)];
    product = new float[team.size()][Panels.size(ROWS, width)];
  }

  /** Sets M, width×width, row-major, each element rounded to float32. */
  public void matrix(double[] m) {
    float[] rounded = new float[m.length];
    for (int i = 0; i < m.length; i++) rounded[i] = (float) m[i];
    Panels.pack(rounded, 0, width, 1, width, width, matrix, 0, width);
  }

  /**
   * out ← X·M.
   *
   * @param x element (r, c) of X is {@code x[r·rowStride + c·columnStride]}
   * @param out rows×width, row-major; not x
   */
  public void multiply(float[] x, int rowStride, int columnStride, float[] out) {
    this.x = x;
    this.rowStride = rowStride;
    this.columnStride = columnStride;
    this.out = out;
    next.setPlain(0);
    team.run(phase);
  }

  private void work(int thread) {
    for (int row = next.getAndAdd(ROWS); row < rows; row = next.getAndAdd(ROWS)) {
      int n = Math.min(ROWS, rows - row);
      float[] block = left[thread];
      float[] result = product[thread];
      Panels.pack(x, row * rowStride, rowStride, columnStride, n, width, block, 0, ROWS);
      MatMul.product(n, width, width, ROWS, block, 0, matrix, zeros, result, 0);
      Panels.unpack(result, 0, ROWS, n, width, out, row * width, width, 1);
    }
  }
}
