package fovea.model;

import fovea.kernels.RandomDraws;

/**
 * Where the parameters of a network stand in the one flat array theta: W1 (H×D, row-major), b1 (H), W2 (D×H,
 * row-major), b2 (D). With tied weights W2 is W1 read by columns, and theta is W1, b1, b2.
 *
 * <p>Element (k, j) of W2 is always {@code theta[w2 + k·w2Row + j·w2Column]}. What takes a {@link NetworkShape} is for
 * untied weights.
 */
public final class Parameters {
  private Parameters() {}

  /** Floats in theta: 2·D·H + H + D. */
  public static int count(NetworkShape shape) {
    return b2(shape) + shape.inputs();
  }

  /** Where W1 starts. */
  public static int w1(NetworkShape shape) {
    return 0;
  }

  /** Where b1 starts. */
  public static int b1(NetworkShape shape) {
    return shape.inputs() * shape.hidden();
  }

  /** Where W2 starts. */
  public static int w2(NetworkShape shape) {
    return b1(shape) + shape.hidden();
  }

  /** Where b2 starts. */
  public static int b2(NetworkShape shape) {
    return w2(shape) + shape.inputs() * shape.hidden();
  }

  /** Floats in theta. */
  public static int count(Architecture architecture) {
    return b2(architecture) + architecture.shape().inputs();
  }

  /** Where W2 starts. */
  public static int w2(Architecture architecture) {
    return architecture.tied() ? w1(architecture.shape()) : w2(architecture.shape());
  }

  /** From one row of W2 to the next. */
  public static int w2Row(Architecture architecture) {
    return architecture.tied() ? 1 : architecture.shape().hidden();
  }

  /** From one column of W2 to the next. */
  public static int w2Column(Architecture architecture) {
    return architecture.tied() ? architecture.shape().inputs() : 1;
  }

  /** Where b2 starts. */
  public static int b2(Architecture architecture) {
    return architecture.tied() ? w2(architecture.shape()) : b2(architecture.shape());
  }

  /** A copy of W2, D×H row-major, whether it is tied or not. */
  public static float[] decoderWeights(Architecture architecture, float[] theta) {
    int d = architecture.shape().inputs();
    int h = architecture.shape().hidden();
    float[] w2 = new float[d * h];
    for (int k = 0; k < d; k++)
      for (int j = 0; j < h; j++)
        w2[k * h + j] =
            theta[w2(architecture) + k * w2Row(architecture) + j * w2Column(architecture)];
    return w2;
  }

  /** {@link #random(Architecture, long)} for untied weights. */
  public static float[] random(NetworkShape shape, long seed) {
    return random(Architecture.of(shape), seed);
  }

  /** {@link #random(Architecture, long, double)} for values of a size of at most 1. */
  public static float[] random(Architecture architecture, long seed) {
    return random(architecture, seed, 1);
  }

  /**
   * Initial weights and biases: uniform in [−w0, w0], w0 = √(6/(D+H)) (Glorot and Bengio, AISTATS 2010, equation 16),
   * drawn in the order of theta. W1 is divided by the size of the values, so that no unit begins saturated.
   *
   * @param rms the root of the mean square of the values that the network will see; 1 stands for all that are less
   */
  public static float[] random(Architecture architecture, long seed, double rms) {
    NetworkShape shape = architecture.shape();
    double w0 = StrictMath.sqrt(6.0 / (shape.inputs() + shape.hidden()));
    RandomDraws draws = new RandomDraws(seed, RandomDraws.Stream.WEIGHTS);
    float[] theta = new float[count(architecture)];
    for (int i = 0; i < theta.length; i++) theta[i] = draws.uniform(-w0, w0);
    if (rms > 1) for (int i = w1(shape); i < b1(shape); i++) theta[i] = (float) (theta[i] / rms);
    return theta;
  }
}
