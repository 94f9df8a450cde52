package fovea.model;

import fovea.kernels.Lanes;
import fovea.kernels.MatMul;
import fovea.kernels.Panels;
import fovea.kernels.RowProduct;

/**
 * A network whose parameters no longer change: encodes, decodes and reconstructs batches and single examples. Safe
 * for use from several threads.
 */
public final class Autoencoder {
  private final Architecture architecture;
  private final NetworkShape shape;
  private final float[] theta;
  private final float[] w1t;
  private final float[] b1;
  private final float[] w2t;
  private final float[] b2;

  /** The usual network of this shape. */
  public Autoencoder(NetworkShape shape, float[] theta) {
    this(Architecture.of(shape), theta);
  }

  /** @param theta the parameters in the order of {@link Parameters}; copied */
  public Autoencoder(Architecture architecture, float[] theta) {
    requireLength("theta", theta, Parameters.count(architecture));
    this.architecture = architecture;
    shape = architecture.shape();
    int d = shape.inputs();
    int h = shape.hidden();
    this.theta = theta.clone();
    w1t = new float[Panels.size(d, h)];
    Panels.pack(theta, Parameters.w1(shape), 1, d, d, h, w1t, 0, d);
    b1 = new float[Lanes.padded(h)];
    System.arraycopy(theta, Parameters.b1(shape), b1, 0, h);
    w2t = new float[Panels.size(h, d)];
    int w2Row = Parameters.w2Row(architecture);
    int w2Column = Parameters.w2Column(architecture);
    Panels.pack(theta, Parameters.w2(architecture), w2Column, w2Row, h, d, w2t, 0, h);
    b2 = new float[Lanes.padded(d)];
    System.arraycopy(theta, Parameters.b2(architecture), b2, 0, d);
  }

  public NetworkShape shape() {
    return shape;
  }

  public Architecture architecture() {
    return architecture;
  }

  /** A copy of the parameters. */
  public float[] theta() {
    return theta.clone();
  }

  /** hidden (n×H) ← f(x (n×D)·W1ᵀ + b1), f the encoder's function, row-major; overwritten. */
  public void encode(float[] x, int n, float[] hidden) {
    encode(new Workspace(shape, n), x, 0, n, hidden, 0);
  }

  /** output (n×D) ← g(hidden (n×H)·W2ᵀ + b2), g the decoder's function, row-major; overwritten. */
  public void decode(float[] hidden, int n, float[] output) {
    decode(new Workspace(shape, n), hidden, 0, n, output, 0);
  }

  /** output (n×D) ← decode(encode(x (n×D))), row-major; overwritten. */
  public void reconstruct(float[] x, int n, float[] output) {
    reconstruct(new Workspace(shape, n), x, 0, n, output, 0);
  }

  /**
   * Encodes one example, without allocating anything: the same bits as in a batch.
   *
   * @param x D floats are read, from {@code at} on
   * @param hidden H floats are written, from {@code to} on; not the array x
   */
  public void encode(float[] x, int at, float[] hidden, int to) {
    requireRange("input", x, at, shape.inputs());
    requireRange("output", hidden, to, shape.hidden());
    RowProduct.apply(x, at, shape.inputs(), w1t, b1, shape.hidden(), hidden, to);
    architecture.encoder().apply(hidden, to, shape.hidden());
  }

  /**
   * Decodes one example, without allocating anything: the same bits as in a batch.
   *
   * @param hidden H floats are read, from {@code at} on
   * @param output D floats are written, from {@code to} on; not the array hidden
   */
  public void decode(float[] hidden, int at, float[] output, int to) {
    requireRange("input", hidden, at, shape.hidden());
    requireRange("output", output, to, shape.inputs());
    RowProduct.apply(hidden, at, shape.hidden(), w2t, b2, shape.inputs(), output, to);
    architecture.decoder().apply(output, to, shape.inputs());
  }

  /** Memory for the batches of one thread; as many threads as need be may have one each. */
  public Workspace workspace() {
    return new Workspace(shape, Integer.MAX_VALUE);
  }

  /** {@link #encode(float[], int, float[])} from {@code at} and to {@code to} on, without allocating anything. */
  public void encode(Workspace work, float[] x, int at, int n, float[] hidden, int to) {
    int d = shape.inputs();
    int h = shape.hidden();
    requireOwn(work);
    requireRange("input", x, at, (long) n * d);
    requireRange("output", hidden, to, (long) n * h);
    for (int i = 0; i < n; i += work.capacity) {
      int rows = Math.min(work.capacity, n - i);
      Panels.pack(x, at + i * d, d, 1, rows, d, work.visible, 0, work.capacity);
      encodeBlock(work, rows);
      Panels.unpack(work.hidden, 0, work.capacity, rows, h, hidden, to + i * h, h, 1);
    }
  }

  /** {@link #decode(float[], int, float[])} from {@code at} and to {@code to} on, without allocating anything. */
  public void decode(Workspace work, float[] hidden, int at, int n, float[] output, int to) {
    int d = shape.inputs();
    int h = shape.hidden();
    requireOwn(work);
    requireRange("input", hidden, at, (long) n * h);
    requireRange("output", output, to, (long) n * d);
    for (int i = 0; i < n; i += work.capacity) {
      int rows = Math.min(work.capacity, n - i);
      Panels.pack(hidden, at + i * h, h, 1, rows, h, work.hidden, 0, work.capacity);
      decodeBlock(work, rows);
      Panels.unpack(work.visible, 0, work.capacity, rows, d, output, to + i * d, d, 1);
    }
  }

  /** {@link #reconstruct(float[], int, float[])} from {@code at} and to {@code to} on, without allocating anything. */
  public void reconstruct(Workspace work, float[] x, int at, int n, float[] output, int to) {
    int d = shape.inputs();
    requireOwn(work);
    requireRange("input", x, at, (long) n * d);
    requireRange("output", output, to, (long) n * d);
    for (int i = 0; i < n; i += work.capacity) {
      int rows = Math.min(work.capacity, n - i);
      Panels.pack(x, at + i * d, d, 1, rows, d, work.visible, 0, work.capacity);
      encodeBlock(work, rows);
      decodeBlock(work, rows);
      Panels.unpack(work.visible, 0, work.capacity, rows, d, output, to + i * d, d, 1);
    }
  }

  private void encodeBlock(Workspace work, int rows) {
    int h = shape.hidden();
    MatMul.product(
        rows, h, shape.inputs(), work.capacity, work.visible, 0, w1t, b1, work.hidden, 0);
    Panels.apply(architecture.encoder(), work.hidden, work.capacity, rows, h);
  }

  private void decodeBlock(Workspace work, int rows) {
    int d = shape.inputs();
    MatMul.product(
        rows, d, shape.hidden(), work.capacity, work.hidden, 0, w2t, b2, work.visible, 0);
    Panels.apply(architecture.decoder(), work.visible, work.capacity, rows, d);
  }

  private void requireOwn(Workspace work) {
    if (!work.shape.equals(shape))
      throw new IllegalArgumentException(
          "the workspace is for %s, the network is %s".formatted(work.shape, shape));
  }

  private static void requireRange(String name, float[] a, int at, long need) {
    if (at < 0)
      throw new IllegalArgumentException("%s: starts at %d, must be 0 or more".formatted(name, at));
    requireLength(name, a, at + need);
  }

  private static void requireLength(String name, float[] a, long need) {
    if (a.length < need)
      throw new IllegalArgumentException(
          "%s: need %d floats, have %d".formatted(name, need, a.length));
  }
}
