package fovea.model;

import fovea.kernels.ActivationFunction;
import fovea.kernels.Lanes;
import fovea.kernels.MatMul;
import fovea.kernels.Panels;

/**
 * A network whose parameters no longer change: encodes, decodes and reconstructs batches. Safe for use from several threads.
 */
public final class Autoencoder {
  /** Examples that go through at a time: a few hundred kilobytes, inside the second-level cache. */
  private static final int BLOCK = 8 * Lanes.ROW_MULTIPLE;

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
    layer(architecture.encoder(), x, n, shape.inputs(), w1t, b1, shape.hidden(), hidden);
  }

  /** output (n×D) ← g(hidden (n×H)·W2ᵀ + b2), g the decoder's function, row-major; overwritten. */
  public void decode(float[] hidden, int n, float[] output) {
    layer(architecture.decoder(), hidden, n, shape.hidden(), w2t, b2, shape.inputs(), output);
  }

  /** output (n×D) ← decode(encode(x (n×D))), row-major; overwritten. */
  public void reconstruct(float[] x, int n, float[] output) {
    float[] hidden = new float[Math.multiplyExact(n, shape.hidden())];
    encode(x, n, hidden);
    decode(hidden, n, output);
  }

  private static void layer(
      ActivationFunction function,
      float[] in,
      int n,
      int inputs,
      float[] w,
      float[] bias,
      int outputs,
      float[] out) {
    requireLength("input", in, (long) n * inputs);
    requireLength("output", out, (long) n * outputs);
    int capacity = Math.min(BLOCK, Lanes.roundUp(Math.max(n, 1), Lanes.ROW_MULTIPLE));
    float[] x = new float[Panels.size(capacity, inputs)];
    float[] z = new float[Panels.size(capacity, outputs)];
    for (int at = 0; at < n; at += capacity) {
      int rows = Math.min(capacity, n - at);
      Panels.pack(in, at * inputs, inputs, 1, rows, inputs, x, 0, capacity);
      MatMul.product(rows, outputs, inputs, capacity, x, 0, w, bias, z, 0);
      function.apply(z, 0, z.length);
      Panels.unpack(z, 0, capacity, rows, outputs, out, at * outputs, outputs, 1);
    }
  }

  private static void requireLength(String name, float[] a, long need) {
    if (a.length < need)
      throw new IllegalArgumentException(
          "%s: need %d floats, have %d".formatted(name, need, a.length));
  }
}
