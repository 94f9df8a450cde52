package fovea.model;

import fovea.kernels.Lanes;
import fovea.kernels.MatMul;
import fovea.kernels.Panels;
import fovea.kernels.RowProduct;
import fovea.kernels.VectorModule;
import java.util.Arrays;

/**
 * A network whose parameters no longer change: encodes, decodes and reconstructs single examples and batches. Safe for
 * use from several threads.
 *
 * <p>All methods throw IllegalArgumentException if an array is too short, a start or a number of examples is negative,
 * or the floats that are written overlap those that are read.
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

  /**
   * A network of these layers.
   *
   * @param theta the parameters in the order of {@link Parameters}; copied
   * @throws IllegalStateException if Java was started without the module of the Vector API
   */
  public Autoencoder(Architecture architecture, float[] theta) {
    VectorModule.require();
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

  /** A copy of W1: H rows of D weights, one row for each hidden unit. */
  public float[][] encoderWeights() {
    return rows(theta, Parameters.w1(shape), shape.hidden(), shape.inputs());
  }

  /** A copy of b1: H values. */
  public float[] encoderBias() {
    return Arrays.copyOf(b1, shape.hidden());
  }

  /** A copy of W2: D rows of H weights, one row for each output; with tied weights W1 transposed. */
  public float[][] decoderWeights() {
    float[] w2 = Parameters.decoderWeights(architecture, theta);
    return rows(w2, 0, shape.inputs(), shape.hidden());
  }

  /** A copy of b2: D values. */
  public float[] decoderBias() {
    return Arrays.copyOf(b2, shape.inputs());
  }

  private static float[][] rows(float[] values, int at, int rows, int columns) {
    float[][] copy = new float[rows][];
    for (int i = 0; i < rows; i++)
      copy[i] = Arrays.copyOfRange(values, at + i * columns, at + (i + 1) * columns);
    return copy;
  }

  /** The H activations of one example of D values: f(x·W1ᵀ + b1), f the encoder's function. */
  public float[] encode(float[] x) {
    requireOne(x, shape.inputs());
    float[] hidden = new float[shape.hidden()];
    encode(x, 0, hidden, 0);
    return hidden;
  }

  /** The D outputs of one example of H activations: g(hidden·W2ᵀ + b2), g the decoder's function. */
  public float[] decode(float[] hidden) {
    requireOne(hidden, shape.hidden());
    float[] output = new float[shape.inputs()];
    decode(hidden, 0, output, 0);
    return output;
  }

  /** The D outputs of one example of D values: decode(encode(x)). */
  public float[] reconstruct(float[] x) {
    return decode(encode(x));
  }

  /**
   * Encodes one example, without allocating anything: the same bits as in a batch.
   *
   * @param x D floats are read, from {@code at} on
   * @param hidden H floats are written, from {@code to} on; they must not overlap those of x
   */
  public void encode(float[] x, int at, float[] hidden, int to) {
    requireApart(x, at, shape.inputs(), hidden, to, shape.hidden());
    RowProduct.apply(x, at, shape.inputs(), w1t, b1, shape.hidden(), hidden, to);
    architecture.encoder().apply(hidden, to, shape.hidden());
  }

  /**
   * Decodes one example, without allocating anything: the same bits as in a batch.
   *
   * @param hidden H floats are read, from {@code at} on
   * @param output D floats are written, from {@code to} on; they must not overlap those of hidden
   */
  public void decode(float[] hidden, int at, float[] output, int to) {
    requireApart(hidden, at, shape.hidden(), output, to, shape.inputs());
    RowProduct.apply(hidden, at, shape.hidden(), w2t, b2, shape.inputs(), output, to);
    architecture.decoder().apply(output, to, shape.inputs());
  }

  /** hidden (n×H) ← encode(x (n×D)), row-major, in the first floats of two arrays; overwritten. */
  public void encodeBatch(float[] x, int n, float[] hidden) {
    encodeBatch(new Workspace(shape, n), x, 0, n, hidden, 0);
  }

  /** output (n×D) ← decode(hidden (n×H)), row-major, in the first floats of two arrays; overwritten. */
  public void decodeBatch(float[] hidden, int n, float[] output) {
    decodeBatch(new Workspace(shape, n), hidden, 0, n, output, 0);
  }

  /** output (n×D) ← decode(encode(x (n×D))), row-major, in the first floats of two arrays; overwritten. */
  public void reconstructBatch(float[] x, int n, float[] output) {
    reconstructBatch(new Workspace(shape, n), x, 0, n, output, 0);
  }

  /** Memory for the batches of one thread; as many threads as need be may have one each. */
  public Workspace workspace() {
    return new Workspace(shape, Integer.MAX_VALUE);
  }

  /** {@link #encodeBatch(float[], int, float[])} from {@code at} and to {@code to} on, without allocating anything. */
  public void encodeBatch(Workspace work, float[] x, int at, int n, float[] hidden, int to) {
    int d = shape.inputs();
    int h = shape.hidden();
    requireOwn(work, n);
    requireApart(x, at, (long) n * d, hidden, to, (long) n * h);
    for (int i = 0; i < n; i += work.capacity) {
      int rows = Math.min(work.capacity, n - i);
      Panels.pack(x, at + i * d, d, 1, rows, d, work.visible, 0, work.capacity);
      encodeBlock(work, rows);
      Panels.unpack(work.hidden, 0, work.capacity, rows, h, hidden, to + i * h, h, 1);
    }
  }

  /** {@link #decodeBatch(float[], int, float[])} from {@code at} and to {@code to} on, without allocating anything. */
  public void decodeBatch(Workspace work, float[] hidden, int at, int n, float[] output, int to) {
    int d = shape.inputs();
    int h = shape.hidden();
    requireOwn(work, n);
    requireApart(hidden, at, (long) n * h, output, to, (long) n * d);
    for (int i = 0; i < n; i += work.capacity) {
      int rows = Math.min(work.capacity, n - i);
      Panels.pack(hidden, at + i * h, h, 1, rows, h, work.hidden, 0, work.capacity);
      decodeBlock(work, rows);
      Panels.unpack(work.visible, 0, work.capacity, rows, d, output, to + i * d, d, 1);
    }
  }

  /**
   * {@link #reconstructBatch(float[], int, float[])} from {@code at} and to {@code to} on, without allocating
   * anything.
   */
  public void reconstructBatch(Workspace work, float[] x, int at, int n, float[] output, int to) {
    int d = shape.inputs();
    requireOwn(work, n);
    requireApart(x, at, (long) n * d, output, to, (long) n * d);
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

  private void requireOwn(Workspace work, int n) {
    if (!work.shape.equals(shape))
      throw new IllegalArgumentException(
          "the workspace is for %s, the network is %s".formatted(work.shape, shape));
    if (n < 0)
      throw new IllegalArgumentException("the number of examples must be 0 or more, not " + n);
  }

  private static void requireOne(float[] example, int size) {
    if (example.length != size)
      throw new IllegalArgumentException(
          "input: one example has %d values here, the array has %d; several are a batch"
              .formatted(size, example.length));
  }

  /** Checks that both ranges lie in their arrays and do not overlap. */
  @SuppressWarnings("ReferenceEquality") // whether it is the same memory
  private static void requireApart(
      float[] in, int at, long length, float[] out, int to, long outLength) {
    requireRange("input", in, at, length);
    requireRange("output", out, to, outLength);
    if (in == out && at < to + outLength && to < at + length)
      throw new IllegalArgumentException(
          "input and output overlap in one array: the output needs floats of its own");
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
