package fovea.diagnose;

import fovea.model.Architecture;
import fovea.model.Cost;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.model.Penalty;
import java.util.Arrays;

/**
 * Cost and gradient in double, in plain loops: what the float32 kernels are measured against. It shares no code with
 * them but {@link Penalty}. Theta has the order of {@link Parameters}.
 */
public final class Float64Model {
  private final Architecture architecture;
  private final NetworkShape shape;
  private final Hyperparameters hyperparameters;
  private final double[] x;
  private final double[] target;
  private final int n;

  /** The usual network of this shape. */
  public Float64Model(NetworkShape shape, Hyperparameters hyperparameters, double[] x) {
    this(Architecture.of(shape), hyperparameters, x);
  }

  /** A network that is to reproduce what it sees. */
  public Float64Model(Architecture architecture, Hyperparameters hyperparameters, double[] x) {
    this(architecture, hyperparameters, x, x);
  }

  /**
   * @param x what the network sees, N×D, row-major; not copied
   * @param target what it is to give back, likewise
   */
  public Float64Model(
      Architecture architecture, Hyperparameters hyperparameters, double[] x, double[] target) {
    this.architecture = architecture;
    shape = architecture.shape();
    if (x.length == 0 || x.length % shape.inputs() != 0)
      throw new IllegalArgumentException(
          "x: need a multiple of %d values, have %d".formatted(shape.inputs(), x.length));
    this.hyperparameters = hyperparameters;
    if (target.length != x.length)
      throw new IllegalArgumentException(
          "target: need %d values, have %d".formatted(x.length, target.length));
    this.x = x;
    this.target = target;
    this.n = x.length / shape.inputs();
  }

  /**
   * The cost at theta, the same bits as those of {@link #valueAndGradient}, in a third of the time. Safe for use from
   * several threads.
   */
  public Cost cost(double[] theta) {
    int d = shape.inputs();
    int h = shape.hidden();
    double[] w1t = transposed(theta, Parameters.w1(shape), h, d);
    double[] w2t = w2t(theta);
    double[] rhoHat = new double[h];
    double error = 0;
    for (int i = 0; i < n; i++) {
      double[] activation = hidden(theta, w1t, i);
      for (int j = 0; j < h; j++) rhoHat[j] += activation[j] / n;
      error += squaredError(output(theta, w2t, activation), i);
    }
    toRhoHat(rhoHat);
    return cost(theta, error, rhoHat);
  }

  /** The cost at theta; the gradient is overwritten. */
  public Cost valueAndGradient(double[] theta, double[] gradient) {
    int d = shape.inputs();
    int h = shape.hidden();
    int w1 = Parameters.w1(shape);
    int b1 = Parameters.b1(shape);
    int b2 = Parameters.b2(architecture);
    // Weights with the index that a loop runs over last, so that every inner loop walks along
    // memory.
    double[] w1t = transposed(theta, w1, h, d);
    double[] w2t = w2t(theta);
    double[] w2 = transposed(w2t, 0, h, d);

    double[] a = new double[n * h];
    double[] rhoHat = new double[h];
    for (int i = 0; i < n; i++) {
      System.arraycopy(hidden(theta, w1t, i), 0, a, i * h, h);
      for (int j = 0; j < h; j++) rhoHat[j] += a[i * h + j] / n;
    }
    toRhoHat(rhoHat);
    double[] s = new double[h];
    for (int j = 0; j < h; j++)
      s[j] = Penalty.slope(architecture.encoder(), hyperparameters, rhoHat[j], 1 - rhoHat[j]);

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
        delta3[k] = (o - target[i * d + k]) * Float64Activation.slope(architecture.decoder(), o);
        gb2[k] += delta3[k];
        addScaled(delta2, delta3[k], w2, k * h);
        addScaled(gw2, k * h, delta3[k], activation, 0, h);
      }
      for (int j = 0; j < h; j++) {
        delta2[j] *= Float64Activation.slope(architecture.encoder(), activation[j]);
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
    for (int k = 0; k < d; k++)
      for (int j = 0; j < h; j++) {
        int at = w2At(k, j);
        double g = gw2[k * h + j] / n + lambda * theta[at];
        gradient[at] = architecture.tied() ? gradient[at] + g : g;
      }
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
    for (int j = 0; j < h; j++) z[j] = Float64Activation.of(architecture.encoder(), z[j]);
    return z;
  }

  /** What the network gives back for these activations. */
  private double[] output(double[] theta, double[] w2t, double[] activation) {
    int d = shape.inputs();
    int b2 = Parameters.b2(architecture);
    double[] z = Arrays.copyOfRange(theta, b2, b2 + d);
    for (int j = 0; j < activation.length; j++) addScaled(z, activation[j], w2t, j * d);
    for (int k = 0; k < d; k++) z[k] = Float64Activation.of(architecture.decoder(), z[k]);
    return z;
  }

  /** Summed for each example first: a long chain of additions would lose what a central difference looks at. */
  private double squaredError(double[] output, int i) {
    double sum = 0;
    for (int k = 0; k < output.length; k++) {
      double e = output[k] - target[i * output.length + k];
      sum += e * e;
    }
    return sum;
  }

  private Cost cost(double[] theta, double error, double[] rhoHat) {
    int weights = shape.inputs() * shape.hidden();
    double squares = squares(theta, Parameters.w1(shape), weights)
        + squares(theta, Parameters.w2(architecture), weights);
    return new Cost(
        error / (2.0 * n),
        hyperparameters.lambda() / 2 * squares,
        Penalty.sparsity(
            architecture.encoder(),
            hyperparameters,
            rhoHat,
            Arrays.stream(rhoHat).map(r -> 1 - r).toArray()));
  }

  private static double squares(double[] a, int at, int length) {
    double sum = 0;
    for (int i = at; i < at + length; i++) sum += a[i] * a[i];
    return sum;
  }

  /** Means of activations to what the sparsity term sees of them. */
  private void toRhoHat(double[] mean) {
    for (int j = 0; j < mean.length; j++) mean[j] = Penalty.rhoHat(architecture.encoder(), mean[j]);
  }

  private int w2At(int k, int j) {
    return Parameters.w2(architecture)
        + k * Parameters.w2Row(architecture)
        + j * Parameters.w2Column(architecture);
  }

  /** W2ᵀ, H×D. */
  private double[] w2t(double[] theta) {
    double[] t = new double[shape.inputs() * shape.hidden()];
    for (int j = 0; j < shape.hidden(); j++)
      for (int k = 0; k < shape.inputs(); k++) t[j * shape.inputs() + k] = theta[w2At(k, j)];
    return t;
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
