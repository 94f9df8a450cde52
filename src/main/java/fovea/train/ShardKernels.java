package fovea.train;

import fovea.kernels.ActivationFunction;
import fovea.kernels.Elementwise;
import fovea.kernels.Lanes;
import fovea.kernels.MatMul;
import fovea.kernels.Panels;
import fovea.model.Architecture;
import fovea.model.NetworkShape;
import fovea.model.Parameters;

/**
 * The arithmetic of a step on one shard, by the fast kernels, block by block while a block is in the second-level
 * cache. Where the shard's examples come from and what becomes of its sums is the caller's business. Threads share it
 * and have a {@link Scratch} each.
 */
final class ShardKernels {
  /**
   * Bytes of one block's X, z and both hidden matrices: leaves half of a 1 MiB second-level cache to the weights and
   * sums.
   */
  private static final int BLOCK_BYTES = 384 * 1024;

  private final Architecture architecture;
  private final NetworkShape shape;
  private final ActivationFunction encoder;
  private final ActivationFunction decoder;
  private final ShardSums layout;
  private final int d;
  private final int h;

  /** Rows that a block has room for, and floats of a block of X and of A. */
  private final int capacity;

  private final int xBlock;
  private final int aBlock;

  private final float[] w1t;
  private final float[] w2t;
  private final float[] w2;
  private final float[] b1;
  private final float[] b2;
  private final float[] slope;

  /** What one thread works in: z of the decoder, then δ3; what comes back through the decoder, then δ2. */
  record Scratch(float[] delta3, float[] delta2) {}

  /** @param shardSize examples in a shard, at most */
  ShardKernels(Architecture architecture, int shardSize) {
    this.architecture = architecture;
    shape = architecture.shape();
    encoder = architecture.encoder();
    decoder = architecture.decoder();
    layout = new ShardSums(architecture);
    d = shape.inputs();
    h = shape.hidden();
    capacity = blockRows(shape, shardSize);
    xBlock = Panels.size(capacity, d);
    aBlock = Panels.size(capacity, h);
    w1t = new float[Panels.size(d, h)];
    w2t = new float[Panels.size(h, d)];
    // Tied, W2 is W1ᵀ, which is what w1t has.
    w2 = architecture.tied() ? w1t : new float[Panels.size(d, h)];
    b1 = new float[Lanes.padded(h)];
    b2 = new float[Lanes.padded(d)];
    slope = new float[Lanes.padded(h)];
  }

  /** Rows that a block has room for: as many as fit the cache, spread evenly over a shard. */
  static int blockRows(NetworkShape shape, int shardSize) {
    int columns = Lanes.padded(shape.inputs()) + Lanes.padded(shape.hidden());
    int fitting = Math.max(1, BLOCK_BYTES / (8 * columns));
    int blocks = (shardSize + fitting - 1) / fitting;
    return Lanes.roundUp((shardSize + blocks - 1) / blocks, Lanes.ROW_MULTIPLE);
  }

  Scratch scratch() {
    return new Scratch(new float[xBlock], new float[aBlock]);
  }

  /** Room for the examples of a shard of so many. */
  float[] roomForExamples(int rows) {
    return new float[Math.multiplyExact(blocks(rows), xBlock)];
  }

  /** Room for the activations of a shard of so many examples. */
  float[] roomForActivations(int rows) {
    return new float[Math.multiplyExact(blocks(rows), aBlock)];
  }

  /** Rows that a block has room for. */
  int capacity() {
    return capacity;
  }

  private int blocks(int rows) {
    return (rows + capacity - 1) / capacity;
  }

  private int rows(int rows, int block) {
    return Math.min(capacity, rows - block * capacity);
  }

  /** Packs a shard's examples (rows×D, row-major, from {@code at}) into the kernels' layout, block after block. */
  void pack(float[] examples, int at, int rows, float[] to) {
    for (int row = 0; row < rows; row += capacity)
      packBlock(examples, at + row * d, Math.min(capacity, rows - row), row, to);
  }

  /**
   * Packs a single block of a shard.
   *
   * @param rows {@link #capacity}, or what is left in the shard's last block
   * @param row the block's first row in its shard, a multiple of the capacity
   */
  void packBlock(float[] examples, int at, int rows, int row, float[] to) {
    Panels.pack(examples, at, d, 1, rows, d, to, row / capacity * xBlock, capacity);
  }

  /** Undoes {@link #pack}: a shard's examples, row-major, from {@code at}. */
  void unpack(float[] packed, int rows, float[] examples, int at) {
    for (int block = 0; block < blocks(rows); block++)
      Panels.unpack(
          packed,
          block * xBlock,
          capacity,
          rows(rows, block),
          d,
          examples,
          at + block * capacity * d,
          d,
          1);
  }

  /** The parameters that all that follows is computed with. */
  void use(float[] theta) {
    Panels.pack(theta, Parameters.w1(shape), 1, d, d, h, w1t, 0, d);
    int w2At = Parameters.w2(architecture);
    int w2Row = Parameters.w2Row(architecture);
    int w2Column = Parameters.w2Column(architecture);
    Panels.pack(theta, w2At, w2Column, w2Row, h, d, w2t, 0, h);
    if (!architecture.tied()) Panels.pack(theta, w2At, w2Row, w2Column, d, h, w2, 0, d);
    System.arraycopy(theta, Parameters.b1(shape), b1, 0, h);
    System.arraycopy(theta, Parameters.b2(architecture), b2, 0, d);
  }

  /**
   * s of docs/design.md §2, H values: what the sparsity term adds to every example's gradient; the caller's to set.
   */
  float[] slope() {
    return slope;
  }

  /**
   * A = f(X·W1ᵀ + b1).
   *
   * @param sums what the units do is added to them
   */
  void forward(int rows, float[] x, float[] a, ActivationSums sums, Scratch scratch) {
    for (int block = 0; block < blocks(rows); block++) {
      int xAt = block * xBlock;
      int aAt = block * aBlock;
      scratch.delta2[0] = Panels.fetch(x, xAt, xBlock);
      MatMul.product(rows(rows, block), h, d, capacity, x, xAt, w1t, b1, a, aAt);
      Elementwise.hidden(
          encoder,
          rows(rows, block),
          h,
          capacity,
          a,
          aAt,
          sums.active(),
          sums.inactive(),
          sums.lowest(),
          sums.highest(),
          scratch.delta2);
    }
  }

  /** The sums of {@link InputSums}, added to {@code sums}. */
  void inputMoments(int rows, float[] x, float[] sums) {
    int products = new InputSums(d).inputsAt();
    for (int block = 0; block < blocks(rows); block++) {
      int n = rows(rows, block);
      int xAt = block * xBlock;
      MatMul.transposedProduct(
          /* rows= */ d, /* columns= */ d, /* depth= */ n, capacity, x, xAt, x, xAt, sums, 0);
      Elementwise.sums(n, d, capacity, x, xAt, sums, products);
    }
  }

  /**
   * The sums of {@link MomentSums}.
   *
   * @param sums added to
   */
  void moments(int rows, float[] x, float[] a, float[] sums, Scratch scratch) {
    MomentSums of = new MomentSums(shape);
    float[] slopes = scratch.delta2;
    float[] output = scratch.delta3;
    for (int block = 0; block < blocks(rows); block++) {
      int n = rows(rows, block);
      int xAt = block * xBlock;
      int aAt = block * aBlock;
      MatMul.transposedProduct(
          /* rows= */ h,
          /* columns= */ h,
          /* depth= */ n,
          capacity,
          a,
          aAt,
          a,
          aAt,
          sums,
          of.activationProductsAt());
      Elementwise.sums(n, h, capacity, a, aAt, sums, of.activationsAt());
      Elementwise.slopes(encoder, n, h, capacity, a, aAt, slopes, 0);
      Elementwise.sums(n, h, capacity, slopes, 0, sums, of.slopesAt());
      Elementwise.squares(n, h, capacity, slopes, 0, sums, of.squaresAt());
      MatMul.transposedProduct(d, h, n, capacity, x, xAt, slopes, 0, sums, of.slopedInputsAt());
      MatMul.product(n, d, h, capacity, a, aAt, w2t, b2, output, 0);
      for (int j = 0; j < d; j += Lanes.padded(1))
        decoder.apply(output, j * capacity, n * Lanes.padded(1));
      Elementwise.slopes(decoder, n, d, capacity, output, 0, output, 0);
      Elementwise.squares(n, d, capacity, output, 0, sums, of.outputSquaresAt());
    }
  }

  /**
   * O, δ3, δ2 and both gradient products.
   *
   * @param target what the network is to give back, packed like x
   * @param gradientWanted whether more is wanted than the squared errors
   * @param sums a {@link ShardSums}, added to
   */
  void backward(
      int rows,
      float[] x,
      float[] target,
      float[] a,
      boolean gradientWanted,
      float[] sums,
      Scratch scratch) {
    for (int block = 0; block < blocks(rows); block++)
      backward(
          rows(rows, block),
          block * xBlock,
          block * aBlock,
          x,
          target,
          a,
          gradientWanted,
          sums,
          scratch);
  }

  private void backward(
      int rows,
      int xAt,
      int aAt,
      float[] x,
      float[] target,
      float[] a,
      boolean gradientWanted,
      float[] sums,
      Scratch scratch) {
    float[] delta3 = scratch.delta3;
    float[] delta2 = scratch.delta2;
    delta2[0] = Panels.fetch(a, aAt, aBlock) + Panels.fetch(x, xAt, xBlock);
    MatMul.product(rows, d, h, capacity, a, aAt, w2t, b2, delta3, 0);
    Elementwise.output(
        decoder,
        rows,
        d,
        capacity,
        delta3,
        0,
        target,
        xAt,
        sums,
        layout.gradientB2At(),
        sums,
        layout.errorAt());
    if (!gradientWanted) return;
    MatMul.product(rows, h, d, capacity, delta3, 0, w2, slope, delta2, 0);
    Elementwise.hiddenDelta(
        encoder, rows, h, capacity, delta2, 0, a, aAt, sums, layout.gradientB1At());
    MatMul.transposedProduct(d, h, rows, capacity, x, xAt, delta2, 0, sums, layout.gradientW1At());
    MatMul.transposedProduct(d, h, rows, capacity, delta3, 0, a, aAt, sums, layout.gradientW2At());
  }
}
