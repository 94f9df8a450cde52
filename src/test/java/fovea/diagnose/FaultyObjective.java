package fovea.diagnose;

import fovea.kernels.ActivationFunction;
import fovea.model.Cost;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.model.Penalty;
import fovea.train.NetworkCost;
import java.util.Arrays;

/** The right cost with a gradient that has one fault, in plain loops: what a gradient check has to find. */
public final class FaultyObjective implements NetworkCost {
  /** The mistakes that people make. */
  public enum Fault {
    NONE,
    SPARSITY_HAS_THE_WRONG_SIGN,
    SUM_INSTEAD_OF_MEAN,
    BIASES_DECAY,
    DECODER_DOES_NOT_DECAY,
    DECAY_TWICE_AS_STRONG,
    W2_TRANSPOSED_ON_THE_WAY_BACK,
    RHO_HAT_OF_HALF_THE_BATCH,
    SPARSITY_PER_EXAMPLE,
    NO_SLOPE_AT_THE_OUTPUT,
    LAST_EXAMPLE_LEFT_OUT,
    LAST_ELEMENT_OF_W2_LEFT_OUT,
    SLOPE_A_HUNDREDTH_OF_A_PERCENT_OFF
  }

  private final NetworkShape shape;
  private final Hyperparameters h;
  private final double[] x;
  private final Fault fault;
  private final Float64Model model;
  private Cost cost = new Cost(Double.NaN, Double.NaN, Double.NaN);

  public FaultyObjective(NetworkShape shape, Hyperparameters h, float[] x, int n, Fault fault) {
    this.shape = shape;
    this.h = h;
    this.x = toDouble(Arrays.copyOf(x, n * shape.inputs()));
    this.fault = fault;
    model = new Float64Model(shape, h, this.x);
  }

  @Override
  public int size() {
    return Parameters.count(shape);
  }

  @Override
  public Cost cost() {
    return cost;
  }

  @Override
  public double valueAndGradient(float[] theta, float[] gradient) {
    int inputs = shape.inputs();
    int units = shape.hidden();
    int n = x.length / inputs;
    int w1 = Parameters.w1(shape);
    int b1 = Parameters.b1(shape);
    int w2 = Parameters.w2(shape);
    int b2 = Parameters.b2(shape);
    cost = model.cost(toDouble(theta));

    double[][] a = new double[n][units];
    double[] s = new double[units];
    int seen = fault == Fault.RHO_HAT_OF_HALF_THE_BATCH ? (n + 1) / 2 : n;
    for (int j = 0; j < units; j++) {
      double rhoHat = 0;
      for (int i = 0; i < n; i++) {
        double z = theta[b1 + j];
        for (int k = 0; k < inputs; k++) z += theta[w1 + j * inputs + k] * x[i * inputs + k];
        a[i][j] = 1 / (1 + Math.exp(-z));
        if (i < seen) rhoHat += a[i][j] / seen;
      }
      s[j] = Penalty.slope(ActivationFunction.SIGMOID, h, rhoHat, 1 - rhoHat);
    }
    if (fault == Fault.SPARSITY_HAS_THE_WRONG_SIGN) for (int j = 0; j < units; j++) s[j] = -s[j];

    double[] g = new double[theta.length];
    int last = fault == Fault.LAST_EXAMPLE_LEFT_OUT ? n - 1 : n;
    for (int i = 0; i < last; i++) {
      double[] delta3 = new double[inputs];
      for (int k = 0; k < inputs; k++) {
        double z = theta[b2 + k];
        for (int j = 0; j < units; j++) z += theta[w2 + k * units + j] * a[i][j];
        double o = 1 / (1 + Math.exp(-z));
        delta3[k] =
            (o - x[i * inputs + k]) * (fault == Fault.NO_SLOPE_AT_THE_OUTPUT ? 1 : o * (1 - o));
        g[b2 + k] += delta3[k];
        for (int j = 0; j < units; j++) g[w2 + k * units + j] += delta3[k] * a[i][j];
      }
      for (int j = 0; j < units; j++) {
        double back = fault == Fault.SPARSITY_PER_EXAMPLE
            ? Penalty.slope(ActivationFunction.SIGMOID, h, a[i][j], 1 - a[i][j])
            : s[j];
        for (int k = 0; k < inputs; k++) {
          int at = fault == Fault.W2_TRANSPOSED_ON_THE_WAY_BACK ? j * inputs + k : k * units + j;
          back += delta3[k] * theta[w2 + at];
        }
        double delta2 = back * a[i][j] * (1 - a[i][j]);
        if (fault == Fault.SLOPE_A_HUNDREDTH_OF_A_PERCENT_OFF) delta2 *= 1.0001;
        g[b1 + j] += delta2;
        for (int k = 0; k < inputs; k++) g[w1 + j * inputs + k] += delta2 * x[i * inputs + k];
      }
    }
    for (int e = 0; e < g.length; e++) {
      boolean decoder = e >= w2 && e < b2;
      boolean weight = e < b1 || decoder;
      double decay = weight || fault == Fault.BIASES_DECAY ? h.lambda() * theta[e] : 0;
      if (decoder && fault == Fault.DECODER_DOES_NOT_DECAY) decay = 0;
      if (fault == Fault.DECAY_TWICE_AS_STRONG) decay *= 2;
      gradient[e] = (float) (g[e] / (fault == Fault.SUM_INSTEAD_OF_MEAN ? 1 : n) + decay);
    }
    if (fault == Fault.LAST_ELEMENT_OF_W2_LEFT_OUT) gradient[b2 - 1] = 0;
    return cost.total();
  }

  private static double[] toDouble(float[] a) {
    double[] b = new double[a.length];
    for (int i = 0; i < a.length; i++) b[i] = a[i];
    return b;
  }
}
