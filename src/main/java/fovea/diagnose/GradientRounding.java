package fovea.diagnose;

import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.model.Penalty;
import fovea.train.BatchObjective;
import java.util.List;

/**
 * How far float32 rounding takes the gradient of {@link BatchObjective} from the exact one: a running error analysis
 * (Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, §3.3) that walks along the gradient's own
 * sums in double.
 *
 * <p>Every rounding is an error of up to u = 2⁻²⁴ of its result. Inside an example the errors of different operations
 * are independent and add up as squares (Higham and Mary, SIAM J. Sci. Comput. 41(5), 2019, why √n and not n): a
 * chain of fused multiply-adds with the partial sums p₁, p₂, … is off by about u·√Σp². Between examples they are
 * taken as equal and add up linearly, since the sigmoid's own error, up to 2 ulp, has the same sign wherever z is the
 * same. An error goes through the sigmoid, the slope and the products to first order. The result is a size, not a
 * bound: {@link GradientCheck#SAFETY} makes it one.
 */
final class GradientRounding {
  private static final double U = 0x1p-24;

  /** 2 ulp, and an ulp is at most 2u of the value. */
  private static final double SIGMOID = 4 * U;

  /** 3 ulp. */
  private static final double TANH = 6 * U;

  private final Architecture architecture;
  private final ActivationFunction encoder;
  private final ActivationFunction decoder;
  private final NetworkShape shape;
  private final Hyperparameters hyperparameters;
  private final double[] x;
  private final double[] target;
  private final double[] theta;
  private final int n;
  private final int d;
  private final int h;

  /** How far the differences go from theta. */
  private final double reach;

  /**
   * [example × unit]: activations, how far they are off, and how far z is from the kink of relu beyond its rounding.
   */
  private final double[] a;

  private final double[] aOff;
  private final double[] fromKink;

  /** What sparsity adds to the delta of each unit, and how far that is off. */
  private final double[] s;

  private final double[] sOff;

  /** What the size of an error is made of, per element of the gradient: rounding, and what kinks explain. */
  record Size(double[] rounding, double[] kinks) {}

  /**
   * @param x what the network sees, N×D, row-major; not copied, nor are target and theta
   * @param reach how far the differences go from theta
   */
  GradientRounding(
      Architecture architecture,
      Hyperparameters hyperparameters,
      double[] x,
      double[] target,
      double[] theta,
      double reach) {
    this.architecture = architecture;
    this.reach = reach;
    encoder = architecture.encoder();
    decoder = architecture.decoder();
    shape = architecture.shape();
    this.hyperparameters = hyperparameters;
    this.x = x;
    this.target = target;
    this.theta = theta;
    d = shape.inputs();
    h = shape.hidden();
    n = x.length / d;
    a = new double[n * h];
    aOff = new double[n * h];
    fromKink = new double[n * h];
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
        double activation = Float64Activation.of(encoder, z);
        double zOff = U * Math.sqrt(squares);
        a[i * h + j] = activation;
        aOff[i * h + j] = Math.hypot(
            Float64Activation.slope(encoder, activation) * zOff, rounding(encoder) * activation);
        fromKink[i * h + j] = Math.abs(z) - GradientCheck.SAFETY * zOff;
      }
  }

  private void slopes() {
    for (int j = 0; j < h; j++) {
      double sum = 0;
      double squares = 0;
      double off = 0;
      for (int i = 0; i < n; i++) {
        sum += a[i * h + j];
        squares += sum * sum;
        off += aOff[i * h + j];
      }
      double rhoHat = Penalty.rhoHat(encoder, sum / n);
      s[j] = Penalty.slope(encoder, hyperparameters, rhoHat, 1 - rhoHat);
      double curvature = Penalty.curvature(encoder, hyperparameters, rhoHat, 1 - rhoHat);
      sOff[j] = curvature * (off + U * Math.sqrt(squares)) / n + U * Math.abs(s[j]);
    }
  }

  /** The running sum of one product over the examples, and its error. */
  private static final class Chain {
    double sum;
    double squares;
    double off;

    void add(double delta, double deltaOff, double factor, double factorOff) {
      sum += delta * factor;
      squares += sum * sum;
      off += deltaOff * Math.abs(factor) + Math.abs(delta) * factorOff;
    }
  }

  /** The size of the error of each of these elements of the gradient. */
  Size of(List<GradientCoordinate> coordinates) {
    int count = coordinates.size();
    // δ2ᵀ·X and δ3ᵀ·A: tied weights are in both.
    Chain[] encoding = new Chain[count];
    Chain[] decoding = new Chain[count];
    for (int c = 0; c < count; c++) {
      encoding[c] = new Chain();
      decoding[c] = new Chain();
    }
    double[] kinks = new double[count];
    double[] delta3 = new double[d];
    double[] delta3Off = new double[d];
    double[] back = new double[h];
    double[] delta2 = new double[h];
    double[] delta2Off = new double[h];
    for (int i = 0; i < n; i++) {
      outputDeltas(i, delta3, delta3Off);
      hiddenDeltas(i, delta3, delta3Off, back, delta2, delta2Off);
      for (int c = 0; c < count; c++) {
        GradientCoordinate at = coordinates.get(c);
        int row = at.row();
        int column = at.column();
        if (at.block().isEncoder()) {
          double input = at.block() == GradientBlock.W1 ? x[i * d + column] : 1;
          encoding[c].add(delta2[row], delta2Off[row], input, 0);
          // A step of a tied weight moves what comes back through the decoder too.
          double moved =
              at.block() == GradientBlock.W1 && architecture.tied() ? reach * delta3[column] : 0;
          kinks[c] += kink(i, row, Math.abs(back[row]) + Math.abs(moved), input);
        }
        if (at.block() == GradientBlock.B2) decoding[c].add(delta3[row], delta3Off[row], 1, 0);
        if (at.block() == GradientBlock.W2) decode(decoding[c], i, row, column, delta3, delta3Off);
        if (at.block() == GradientBlock.W1 && architecture.tied())
          decode(decoding[c], i, column, row, delta3, delta3Off);
      }
    }
    double[] rounding = new double[count];
    for (int c = 0; c < count; c++) {
      GradientCoordinate at = coordinates.get(c);
      Chain e = encoding[c];
      Chain f = decoding[c];
      double decay =
          at.block().isWeights() ? hyperparameters.lambda() * Math.abs(theta[at.index()]) : 0;
      if (architecture.tied()) decay *= 2;
      // 1/N, λ, their products and the additions at the end are rounded too.
      rounding[c] = (e.off + f.off + U * Math.sqrt(e.squares + f.squares)) / n
          + 2 * U * (Math.abs(e.sum + f.sum) / n + decay);
    }
    return new Size(rounding, kinks);
  }

  private void decode(
      Chain chain, int i, int output, int unit, double[] delta3, double[] delta3Off) {
    chain.add(delta3[output], delta3Off[output], a[i * h + unit], aOff[i * h + unit]);
  }

  /**
   * What relu's kink may explain in this example. Where z changes its sign within reach, or rounding may change it,
   * the example may be in the gradient or not, and in the differences in part: D = (4D(h) − D(2h))/3 has from −1/3 to
   * 4/3 of it.
   */
  private double kink(int i, int unit, double back, double input) {
    boolean near =
        Float64Activation.hasKink(encoder) && fromKink[i * h + unit] <= reach * Math.abs(input);
    return near ? 4.0 / 3 * back * Math.abs(input) / n : 0;
  }

  private void outputDeltas(int i, double[] delta3, double[] delta3Off) {
    for (int k = 0; k < d; k++) {
      double z = theta[Parameters.b2(architecture) + k];
      double squares = 0;
      double carried = 0;
      for (int j = 0; j < h; j++) {
        double w = theta[w2At(k, j)];
        z += a[i * h + j] * w;
        squares += z * z;
        carried += square(w * aOff[i * h + j]);
      }
      double o = Float64Activation.of(decoder, z);
      double slope = Float64Activation.slope(decoder, o);
      double oOff = Math.hypot(slope * Math.sqrt(U * U * squares + carried), rounding(decoder) * o);
      double e = o - target[i * d + k];
      delta3[k] = e * slope;
      double change = slope + e * Float64Activation.slopeChange(decoder, o);
      delta3Off[k] = Math.hypot(change * oOff, Math.sqrt(3) * U * delta3[k]);
    }
  }

  private void hiddenDeltas(
      int i,
      double[] delta3,
      double[] delta3Off,
      double[] back,
      double[] delta2,
      double[] delta2Off) {
    System.arraycopy(s, 0, back, 0, h);
    double[] squares = new double[h];
    for (int k = 0; k < d; k++)
      for (int j = 0; j < h; j++) {
        double w = theta[w2At(k, j)];
        back[j] += delta3[k] * w;
        squares[j] += square(U * back[j]) + square(w * delta3Off[k]);
      }
    for (int j = 0; j < h; j++) {
      double activation = a[i * h + j];
      double slope = Float64Activation.slope(encoder, activation);
      double change = Float64Activation.slopeChange(encoder, activation);
      double backOff = Math.sqrt(squares[j]) + sOff[j];
      delta2[j] = back[j] * slope;
      delta2Off[j] = Math.sqrt(square(slope * backOff)
          + square(back[j] * change * aOff[i * h + j])
          + 2 * square(U * delta2[j]));
    }
  }

  private static double square(double a) {
    return a * a;
  }

  private int w2At(int k, int j) {
    return Parameters.w2(architecture)
        + k * Parameters.w2Row(architecture)
        + j * Parameters.w2Column(architecture);
  }

  private static double rounding(ActivationFunction function) {
    return switch (function) {
      case SIGMOID -> SIGMOID;
      case TANH -> TANH;
      case RELU, LINEAR -> 0;
    };
  }
}
