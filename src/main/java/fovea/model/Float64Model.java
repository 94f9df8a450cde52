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

  /** The cost at theta, the same bits as those of {@link #valueAndGradient}, in a third of the time. Safe for use from several threads. */
  public Cost cost(double[] theta) {
    int d = shape.inputs();
    int h = shape.hidden();
    double[] w1t = transposed(theta, Parameters.w1(shape), h, d);
    double[] w2t = transposed(theta, Parameters.w2(shape), d, h);
    double[] rhoHat = new double[h];
    double error = 0;
    for (int i = 0; i < n; i++) {
      double[] activation = hidden(theta, w1t, i);
      for (int j = 0; j < h; j++) rhoHat[j] += activation[j] / n;
      error += squaredError(output(theta, w2t, activation), i);
    }
    return cost(theta, error, rhoHat);
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
      System.arraycopy(hidden(theta, w1t, i), 0, a, i * h, h);
      for (int j = 0; j < h; j++) rhoHat[j] += a[i * h + j] / n;
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
      double[] delta3 = output(theta, w2t, activation);
      error += squaredError(delta3, i);
      double[] delta2 = s.clone();
      for (int k = 0; k < d; k++) {
        double o = delta3[k];
        delta3[k] = (o - x[i * d + k]) * o * (1 - o);
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
    for (int j = 0; j < h; j++)
      for (int k = 0; k < d; k++) {
        int at = w1 + j * d + k;
        gradient[at] = gw1t[k * h + j] / n + lambda * theta[at];
      }
    for (int e = 0; e < d * h; e++) gradient[w2 + e] = gw2[e] / n + lambda * theta[w2 + e];
    for (int j = 0; j < h; j++) gradient[b1 + j] = gb1[j] / n;
    for (int k = 0; k < d; k++) gradient[b2 + k] = gb2[k] / n;
    return cost(theta, error, rhoHat);
  }

  /** Activations of the hidden units in example i. */
  private double[] hidden(double[] theta, double[] w1t, int i) {
    int d = shape.inputs();
    int h = shape.hidden();
    int b1 = Parameters.b1(shape);
    double[] z = Arrays.copyOfRange(theta, b1, b1 + h);
    for (int k = 0; k < d; k++) addScaled(z, x[i * d + k], w1t, k * h);
    for (int j = 0; j < h; j++) z[j] = sigmoid(z[j]);
    return z;
  }

  /** What the network gives back for these activations. */
  private double[] output(double[] theta, double[] w2t, double[] activation) {
    int d = shape.inputs();
    int b2 = Parameters.b2(shape);
    double[] z = Arrays.copyOfRange(theta, b2, b2 + d);
    for (int j = 0; j < activation.length; j++) addScaled(z, activation[j], w2t, j * d);
    for (int k = 0; k < d; k++) z[k] = sigmoid(z[k]);
    return z;
  }

  /** Summed for each example first: a long chain of additions would lose what a central difference looks at. */
  private double squaredError(double[] output, int i) {
    double sum = 0;
    for (int k = 0; k < output.length; k++) {
      double e = output[k] - x[i * output.length + k];
      sum += e * e;
    }
    return sum;
  }

  private Cost cost(double[] theta, double error, double[] rhoHat) {
    int weights = shape.inputs() * shape.hidden();
    double squares = squares(theta, Parameters.w1(shape), weights)
        + squares(theta, Parameters.w2(shape), weights);
    return new Cost(
        error / (2.0 * n),
        hyperparameters.lambda() / 2 * squares,
        Penalty.sparsity(hyperparameters, rhoHat));
  }

  private static double squares(double[] a, int at, int length) {
    double sum = 0;
    for (int i = at; i < at + length; i++) sum += a[i] * a[i];
    return sum;
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
