package fovea.model;

import fovea.kernels.RandomDraws;

/**
 * Where the parameters of a network stand in the one flat array theta: W1 (H×D, row-major), b1 (H), W2 (D×H, row-major), b2 (D).
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

  /**
   * Initial weights and biases: uniform in [−w0, w0], w0 = √(6/(D+H)) (Glorot and Bengio, AISTATS 2010, equation 16), drawn in
   * the order of theta.
   */
  public static float[] random(NetworkShape shape, long seed) {
    double w0 = StrictMath.sqrt(6.0 / (shape.inputs() + shape.hidden()));
    RandomDraws draws = new RandomDraws(seed, RandomDraws.Stream.WEIGHTS);
    float[] theta = new float[count(shape)];
    for (int i = 0; i < theta.length; i++) theta[i] = draws.uniform(-w0, w0);
    return theta;
  }
}
