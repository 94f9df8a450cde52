package fovea.train;

import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.model.Penalty;
import java.util.List;

/**
 * How far float32 rounding takes the gradient of {@link BatchObjective} from the exact one: a running error analysis
 * (Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, §3.3) that walks along the gradient's own sums in double.
 *
 * <p>Every rounding is an error of up to u = 2⁻²⁴ of its result. Inside an example the errors of different operations are
 * independent and add up as squares (Higham and Mary, SIAM J. Sci. Comput. 41(5), 2019, why √n and not n): a chain of
 * fused multiply-adds with the partial sums p₁, p₂, … is off by about u·√Σp². Between examples they are taken as
 * equal and add up linearly, since the sigmoid's own error, up to 2 ulp, has the same sign wherever z is the same. An error goes through
 * the sigmoid, the slope and the products to first order. The result is a size, not a bound: {@link GradientCheck#SAFETY} makes it one.
 */
final class GradientRounding {
  private static final double U = 0x1p-24;

  /** 2 ulp, and an ulp is at most 2u of the value. */
  private static final double SIGMOID = 4 * U;

  private final NetworkShape shape;
  private final Hyperparameters hyperparameters;
  private final double[] x;
  private final double[] theta;
  private final int n;
  private final int d;
  private final int h;

  /** [example × unit]: activations, and how far they are off. */
  private final double[] a;

  private final double[] aOff;

  /** What sparsity adds to the delta of each unit, and how far that is off. */
  private final double[] s;

  private final double[] sOff;

  /** @param x N×D, row-major; not copied, nor is theta */
  GradientRounding(
      NetworkShape shape, Hyperparameters hyperparameters, double[] x, double[] theta) {
    this.shape = shape;
    this.hyperparameters = hyperparameters;
    this.x = x;
    this.theta = theta;
    d = shape.inputs();
    h = shape.hidden();
    n = x.length / d;
    a = new double[n * h];
    aOff = new double[n * h];
    s = new double[h];
    sOff = new double[h];
    activations();
    slopes();
  }

  private void activations() {
    int w1 = Parameters.w1(shape);
    for (int i = 0; i < n; i++)
      for (int j = 0; j < h; j++) {
        double z = theta[Parameters.b1(shape) + j];
        double squares = 0;
        for (int k = 0; k < d; k++) {
          z += x[i * d + k] * theta[w1 + j * d + k];
          squares += z * z;
        }
        double activation = sigmoid(z);
        a[i * h + j] = activation;
        aOff[i * h + j] = Math.hypot(
            activation * (1 - activation) * U * Math.sqrt(squares), SIGMOID * activation);
      }
  }

  private void slopes() {
    double rho = hyperparameters.rho();
    for (int j = 0; j < h; j++) {
      double sum = 0;
      double squares = 0;
      double off = 0;
      for (int i = 0; i < n; i++) {
        sum += a[i * h + j];
        squares += sum * sum;
        off += aOff[i * h + j];
      }
      double r = sum / n;
      s[j] = Penalty.slope(hyperparameters, r);
      // Without sparsity ρ̂ may be 0 or 1.
      double curvature = hyperparameters.beta() == 0
          ? 0
          : hyperparameters.beta() * (rho / (r * r) + (1 - rho) / ((1 - r) * (1 - r)));
      sOff[j] = curvature * (off + U * Math.sqrt(squares)) / n + U * Math.abs(s[j]);
    }
  }

  /** The size of the error of each of these elements of the gradient. */
  double[] of(List<GradientCoordinate> coordinates) {
    double[] sum = new double[coordinates.size()];
    double[] squares = new double[sum.length];
    double[] off = new double[sum.length];
    double[] delta3 = new double[d];
    double[] delta3Off = new double[d];
    double[] delta2 = new double[h];
    double[] delta2Off = new double[h];
    for (int i = 0; i < n; i++) {
      outputDeltas(i, delta3, delta3Off);
      hiddenDeltas(i, delta3, delta3Off, delta2, delta2Off);
      for (int c = 0; c < sum.length; c++) {
        GradientCoordinate at = coordinates.get(c);
        int row = at.row();
        double delta = at.block().isEncoder() ? delta2[row] : delta3[row];
        double deltaOff = at.block().isEncoder() ? delta2Off[row] : delta3Off[row];
        double factor = 1;
        double factorOff = 0;
        if (at.block() == GradientBlock.W1) factor = x[i * d + at.column()];
        if (at.block() == GradientBlock.W2) {
          factor = a[i * h + at.column()];
          factorOff = aOff[i * h + at.column()];
        }
        sum[c] += delta * factor;
        squares[c] += sum[c] * sum[c];
        off[c] += deltaOff * Math.abs(factor) + Math.abs(delta) * factorOff;
      }
    }
    double[] error = new double[sum.length];
    for (int c = 0; c < error.length; c++) {
      GradientCoordinate at = coordinates.get(c);
      double decay =
          at.block().isWeights() ? hyperparameters.lambda() * Math.abs(theta[at.index()]) : 0;
      // 1/N, λ, their products and the last addition are rounded too.
      error[c] = (off[c] + U * Math.sqrt(squares[c])) / n + 2 * U * (Math.abs(sum[c] / n) + decay);
    }
    return error;
  }

  private void outputDeltas(int i, double[] delta3, double[] delta3Off) {
    int w2 = Parameters.w2(shape);
    for (int k = 0; k < d; k++) {
      double z = theta[Parameters.b2(shape) + k];
      double squares = 0;
      double carried = 0;
      for (int j = 0; j < h; j++) {
        double w = theta[w2 + k * h + j];
        z += a[i * h + j] * w;
        squares += z * z;
        carried += square(w * aOff[i * h + j]);
      }
      double o = sigmoid(z);
      double slope = o * (1 - o);
      double oOff = Math.hypot(slope * Math.sqrt(U * U * squares + carried), SIGMOID * o);
      double e = o - x[i * d + k];
      delta3[k] = e * slope;
      delta3Off[k] = Math.hypot((slope + e * (1 - 2 * o)) * oOff, Math.sqrt(3) * U * delta3[k]);
    }
  }

  private void hiddenDeltas(
      int i, double[] delta3, double[] delta3Off, double[] delta2, double[] delta2Off) {
    int w2 = Parameters.w2(shape);
    double[] back = s.clone();
    double[] squares = new double[h];
    for (int k = 0; k < d; k++)
      for (int j = 0; j < h; j++) {
        double w = theta[w2 + k * h + j];
        back[j] += delta3[k] * w;
        squares[j] += square(U * back[j]) + square(w * delta3Off[k]);
      }
    for (int j = 0; j < h; j++) {
      double activation = a[i * h + j];
      double slope = activation * (1 - activation);
      double backOff = Math.sqrt(squares[j]) + sOff[j];
      delta2[j] = back[j] * slope;
      delta2Off[j] = Math.sqrt(square(slope * backOff)
          + square(back[j] * (1 - 2 * activation) * aOff[i * h + j])
          + 2 * square(U * delta2[j]));
    }
  }

  private static double square(double a) {
    return a * a;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + StrictMath.exp(-z));
  }
}
