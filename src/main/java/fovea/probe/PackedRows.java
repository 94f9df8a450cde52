package fovea.probe;

import fovea.kernels.Lanes;
import fovea.kernels.Panels;

/**
 * Examples as the products of {@link SoftmaxObjective} want them: blocks of {@value #BLOCK} rows in the layout of
 * {@link Panels}, each row followed by a 1 that the bias is multiplied with.
 */
final class PackedRows {
  /** A multiple of {@link Lanes#ROW_MULTIPLE}; it must not depend on the machine, as sums go block by block. */
  static final int BLOCK = 480;

  private final int count;
  private final int width;
  private final float[][] blocks;

  private PackedRows(int count, int width, float[][] blocks) {
    this.count = count;
    this.width = width;
    this.blocks = blocks;
  }

  /** Packs n×d values, row-major, brought to a scale. */
  static PackedRows of(float[] x, int n, int d, CommonScale scale) {
    int width = d + 1;
    float[][] blocks = new float[(n + BLOCK - 1) / BLOCK][];
    float[] rows = new float[BLOCK * width];
    for (int b = 0; b < blocks.length; b++) {
      int from = b * BLOCK;
      int some = Math.min(BLOCK, n - from);
      for (int i = 0; i < some; i++) {
        scale.apply(x, (from + i) * d, rows, i * width);
        rows[i * width + d] = 1;
      }
      blocks[b] = new float[Panels.size(BLOCK, width)];
      Panels.pack(rows, 0, width, 1, some, width, blocks[b], 0, BLOCK);
    }
    return new PackedRows(n, width, blocks);
  }

  int count() {
    return count;
  }

  /** Values in a row, the 1 included. */
  int width() {
    return width;
  }

  int blocks() {
    return blocks.length;
  }

  /** The block's rows in the layout of {@link Panels}, with capacity {@link #BLOCK}. */
  float[] block(int b) {
    return blocks[b];
  }

  int rows(int b) {
    return Math.min(BLOCK, count - b * BLOCK);
  }
}
