package fovea.model;

import java.util.Arrays;

/**
 * Cost and gradient in double, in plain loops: what the float32 kernels are measured against. It shares no code with
 * them but {@link Penalty}. Theta has the order of {@link Parameters}.
 */
public final class Float64Model {
  private final NetworkShape shape;
  private final Hyperparameters hyperparameters;
  private final double[] x;
  private final int n;

  /** @param x N×D, row-major; not copied */
  public Float64Model(NetworkShape shape, Hyperparameters hyperparameters, double[] x) {
    if (x.length == 0 || x.length % shape.inputs() != 0)
      throw new IllegalArgumentException(
          "x: need a multiple of %d values, have %d".formatted(shape.inputs(), x.length));
    this.shape = shape;
    this.hyperparameters = hyperparameters;
    this.x = x;
    this.n = x.length / shape.inputs();
  }

  /** The cost at theta. */
  public Cost cost(double[] theta) {
    return valueAndGradient(theta, new double[theta.length]);
  }

  /** The cost at theta; the gradient is overwritten. */
  public Cost valueAndGradient(double[] theta, double[] gradient) {
    int d = shape.inputs();
    int h = shape.hidden();
    int w1 = Parameters.w1(shape);
    int b1 = Parameters.b1(shape);
    int w2 = Parameters.w2(shape);
    int b2 = Parameters.b2(shape);
    // Weights with the index that a loop runs over last, so that every inner loop walks along
    // memory.
    double[] w1t = transposed(theta, w1, h, d);
    double[] w2t = transposed(theta, w2, d, h);

    double[] a = new double[n * h];
    double[] rhoHat = new double[h];
    for (int i = 0; i < n; i++) {
      double[] z = Arrays.copyOfRange(theta, b1, b1 + h);
      for (int k = 0; k < d; k++) addScaled(z, x[i * d + k], w1t, k * h);
      for (int j = 0; j < h; j++) {
        a[i * h + j] = sigmoid(z[j]);
        rhoHat[j] += a[i * h + j] / n;
      }
    }
    double[] s = new double[h];
    for (int j = 0; j < h; j++) s[j] = Penalty.slope(hyperparameters, rhoHat[j]);

    double error = 0;
    double[] gw1t = new double[d * h];
    double[] gw2 = new double[d * h];
    double[] gb1 = new double[h];
    double[] gb2 = new double[d];
    double[] activation = new double[h];
    for (int i = 0; i < n; i++) {
      System.arraycopy(a, i * h, activation, 0, h);
      double[] delta3 = Arrays.copyOfRange(theta, b2, b2 + d);
      for (int k = 0; k < h; k++) addScaled(delta3, activation[k], w2t, k * d);
      double[] delta2 = s.clone();
      for (int k = 0; k < d; k++) {
        double o = sigmoid(delta3[k]);
        double e = o - x[i * d + k];
        error += e * e;
        delta3[k] = e * o * (1 - o);
        gb2[k] += delta3[k];
        addScaled(delta2, delta3[k], theta, w2 + k * h);
        addScaled(gw2, k * h, delta3[k], activation, 0, h);
      }
      for (int j = 0; j < h; j++) {
        delta2[j] *= activation[j] * (1 - activation[j]);
        gb1[j] += delta2[j];
      }
      for (int k = 0; k < d; k++) addScaled(gw1t, k * h, x[i * d + k], delta2, 0, h);
    }

    double lambda = hyperparameters.lambda();
    double squares = 0;
    for (int j = 0; j < h; j++)
      for (int k = 0; k < d; k++) {
        double w = theta[w1 + j * d + k];
        squares += w * w;
        gradient[w1 + j * d + k] = gw1t[k * h + j] / n + lambda * w;
      }
    for (int e = 0; e < d * h; e++) {
      double w = theta[w2 + e];
      squares += w * w;
      gradient[w2 + e] = gw2[e] / n + lambda * w;
    }
    for (int j = 0; j < h; j++) gradient[b1 + j] = gb1[j] / n;
    for (int k = 0; k < d; k++) gradient[b2 + k] = gb2[k] / n;
    return new Cost(
        error / (2.0 * n), lambda / 2 * squares, Penalty.sparsity(hyperparameters, rhoHat));
  }

  private static double sigmoid(double z) {
    return 1 / (1 + StrictMath.exp(-z));
  }

  private static double[] transposed(double[] a, int at, int rows, int columns) {
    double[] t = new double[rows * columns];
    for (int r = 0; r < rows; r++)
      for (int c = 0; c < columns; c++) t[c * rows + r] = a[at + r * columns + c];
    return t;
  }

  /** to ← to + factor·from[at …]. */
  private static void addScaled(double[] to, double factor, double[] from, int at) {
    addScaled(to, 0, factor, from, at, to.length);
  }

  private static void addScaled(
      double[] to, int toAt, double factor, double[] from, int at, int length) {
    for (int i = 0; i < length; i++) to[toAt + i] += factor * from[at + i];
  }
}
