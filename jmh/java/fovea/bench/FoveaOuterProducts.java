package fovea.bench;

import fovea.kernels.Lanes;
import fovea.kernels.MatMul;
import fovea.kernels.Panels;
import java.util.Arrays;

/**
 * The gradient products by {@link MatMul#transposedProduct}, block by block as in training: both operands have a row
 * per example and are packed already, and the result is always D×H, the longer side down.
 */
final class FoveaOuterProducts implements Multiplier {
  private final Gemm gemm;
  private final boolean swapped;
  private final int rows;
  private final int columns;
  private final Blocks left;
  private final Blocks right;
  private final float[] c;

  /** See {@link FoveaProduct}. */
  private final boolean cached;

  FoveaOuterProducts(Gemm gemm, float[] a, float[] b, boolean cached) {
    this.cached = cached;
    this.gemm = gemm;
    swapped = gemm.m() < gemm.n();
    rows = Math.max(gemm.m(), gemm.n());
    columns = Math.min(gemm.m(), gemm.n());
    left = Blocks.of(gemm.k(), rows, columns, swapped ? b : a);
    right = Blocks.of(gemm.k(), columns, rows, swapped ? a : b);
    c = new float[Panels.size(Lanes.padded(rows), columns)];
  }

  @Override
  public void multiply() {
    Arrays.fill(c, 0f);
    for (int block = 0; block < left.count(); block++)
      product(cached ? block % FoveaProduct.CACHED : block, left.rows(block));
  }

  private void product(int block, int examples) {
    MatMul.transposedProduct(
        rows,
        columns,
        examples,
        left.capacity(),
        left.data(),
        block * left.size(),
        right.data(),
        block * right.size(),
        c,
        0);
  }

  @Override
  public float[] result() {
    Arrays.fill(c, 0f);
    for (int block = 0; block < left.count(); block++) product(block, left.rows(block));
    float[] whole = new float[rows * columns];
    int rowStride = swapped ? 1 : gemm.n();
    int columnStride = swapped ? gemm.n() : 1;
    Panels.unpack(c, 0, Lanes.padded(rows), rows, columns, whole, 0, rowStride, columnStride);
    return whole;
  }
}
