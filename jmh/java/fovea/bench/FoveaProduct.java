package fovea.bench;

import fovea.kernels.Lanes;
import fovea.kernels.MatMul;
import fovea.kernels.Panels;

/**
 * Examples times weights by {@link MatMul#product}, block by block as in training. The examples are packed beforehand,
 * for in training they always are; the weights are new in each step, so packing them is timed.
 */
final class FoveaProduct implements Multiplier {
  private final Gemm gemm;
  private final Blocks a;
  private final float[] weights;
  private final float[] packed;
  private final float[] start;
  private final float[] c;

  /** Floats between the results of two blocks: 0 where each overwrites the last, as δ3 and δ2 do in training. */
  private final int cStep;

  /**
   * Blocks that stay in the second-level cache. More than one, since a block whose result lies a multiple of 4096 bytes
   * away is slow, by chance.
   */
  static final int CACHED = 3;

  /** Whether the first blocks are taken again and again, so that they are in the cache as they are inside a step. */
  private final boolean cached;

  FoveaProduct(Gemm gemm, float[] a, float[] weights, boolean keepResult, boolean cached) {
    this.cached = cached;
    this.gemm = gemm;
    this.a = Blocks.of(gemm.m(), gemm.k(), gemm.n(), a);
    this.weights = weights;
    packed = new float[Panels.size(gemm.k(), gemm.n())];
    start = new float[Lanes.padded(gemm.n())];
    int block = Panels.size(this.a.capacity(), gemm.n());
    cStep = keepResult ? block : 0;
    c = new float[keepResult ? Math.multiplyExact(this.a.count(), block) : block];
  }

  @Override
  public void multiply() {
    packWeights();
    for (int block = 0; block < a.count(); block++) {
      if (cached) {
        product(block % CACHED, a.rows(block));
      } else {
        // As training does; the sum is overwritten.
        c[block * cStep] = Panels.fetch(a.data(), block * a.size(), a.size());
        product(block, a.rows(block));
      }
    }
  }

  private void packWeights() {
    int row = gemm.transposeB() ? 1 : gemm.n();
    int column = gemm.transposeB() ? gemm.k() : 1;
    Panels.pack(weights, 0, row, column, gemm.k(), gemm.n(), packed, 0, gemm.k());
  }

  private void product(int block, int rows) {
    MatMul.product(
        rows,
        gemm.n(),
        gemm.k(),
        a.capacity(),
        a.data(),
        block * a.size(),
        packed,
        start,
        c,
        block * cStep);
  }

  @Override
  public float[] result() {
    float[] whole = new float[gemm.m() * gemm.n()];
    packWeights();
    for (int block = 0; block < a.count(); block++) {
      product(block, a.rows(block));
      int to = block * a.capacity() * gemm.n();
      Panels.unpack(
          c, block * cStep, a.capacity(), a.rows(block), gemm.n(), whole, to, gemm.n(), 1);
    }
    return whole;
  }
}
