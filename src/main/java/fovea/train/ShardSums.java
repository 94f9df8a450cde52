package fovea.train;

import fovea.kernels.Lanes;
import fovea.kernels.Panels;
import fovea.kernels.Reductions;
import fovea.model.Architecture;
import fovea.model.NetworkShape;
import fovea.model.Parameters;

/**
 * The sums over examples that a step needs beside ρ̂, in one array: ∇W1 as D×H and ∇W2, both in panels, then the rows
 * ∇b1, ∇b2 and the squared errors of each column. Sums of disjoint sets of examples are joined by adding them; those
 * of the whole batch give the cost and the gradient.
 */
final class ShardSums {
  private final Architecture architecture;
  private final NetworkShape shape;
  private final int d;
  private final int h;
  private final int dPadded;
  private final int hPadded;

  ShardSums(Architecture architecture) {
    this.architecture = architecture;
    shape = architecture.shape();
    d = shape.inputs();
    h = shape.hidden();
    dPadded = Lanes.padded(d);
    hPadded = Lanes.padded(h);
  }

  /** Floats in the array. */
  int length() {
    return errorAt() + dPadded;
  }

  int gradientW1At() {
    return 0;
  }

  int gradientW2At() {
    return dPadded * hPadded;
  }

  int gradientB1At() {
    return Math.multiplyExact(2 * dPadded, hPadded);
  }

  int gradientB2At() {
    return gradientB1At() + hPadded;
  }

  int errorAt() {
    return gradientB2At() + dPadded;
  }

  /** Half the squared error of an example, mean over n of them. */
  double reconstruction(float[] sums, int n) {
    double error = 0;
    for (int k = 0; k < d; k++) error += sums[errorAt() + k];
    return error / (2.0 * n);
  }

  /** λ/2 (‖W1‖² + ‖W2‖²). */
  double weightDecay(float[] theta, double lambda) {
    double squares = Reductions.squaredNorm(theta, Parameters.w1(shape), d * h)
        + Reductions.squaredNorm(theta, Parameters.w2(architecture), d * h);
    return lambda / 2 * squares;
  }

  /**
   * The gradient: mean over the n examples, plus the weight decay. Part {@code part} of {@code parts} is written, so
   * that threads can share the work: its rows of W1 and W2.
   */
  void gradient(
      float[] sums, int n, float[] theta, double lambda, int part, int parts, float[] gradient) {
    float mean = (float) (1.0 / n);
    float decay = (float) lambda;
    int hFrom = slice(h, part, parts);
    int hTo = slice(h, part + 1, parts);
    int dFrom = slice(d, part, parts);
    int dTo = slice(d, part + 1, parts);
    if (architecture.tied()) {
      tied(sums, mean, 2 * decay, theta, hFrom, hTo, gradient);
    } else {
      w1(sums, mean, decay, theta, hFrom, hTo, gradient);
      w2(sums, mean, decay, theta, dFrom, dTo, gradient);
    }
    for (int j = hFrom; j < hTo; j++)
      gradient[Parameters.b1(shape) + j] = sums[gradientB1At() + j] * mean;
    for (int k = dFrom; k < dTo; k++)
      gradient[Parameters.b2(architecture) + k] = sums[gradientB2At() + k] * mean;
  }

  private void w1(
      float[] sums, float mean, float decay, float[] theta, int from, int to, float[] gradient) {
    int w1At = Parameters.w1(shape);
    for (int j = from; j < to; j++)
      for (int k = 0; k < d; k++) {
        int at = w1At + j * d + k;
        float sum = sums[gradientW1At() + Panels.index(dPadded, k, j)];
        gradient[at] = Math.fma(sum, mean, decay * theta[at]);
      }
  }

  private void w2(
      float[] sums, float mean, float decay, float[] theta, int from, int to, float[] gradient) {
    int w2At = Parameters.w2(shape);
    for (int k = from; k < to; k++)
      for (int j = 0; j < h; j++) {
        int at = w2At + k * h + j;
        float sum = sums[gradientW2At() + Panels.index(dPadded, k, j)];
        gradient[at] = Math.fma(sum, mean, decay * theta[at]);
      }
  }

  /** ∇W1 + ∇W2ᵀ: the sums of both are added before all else. */
  private void tied(
      float[] sums, float mean, float decay, float[] theta, int from, int to, float[] gradient) {
    int w1At = Parameters.w1(shape);
    for (int j = from; j < to; j++)
      for (int k = 0; k < d; k++) {
        int at = w1At + j * d + k;
        int element = Panels.index(dPadded, k, j);
        float both = sums[gradientW1At() + element] + sums[gradientW2At() + element];
        gradient[at] = Math.fma(both, mean, decay * theta[at]);
      }
  }

  /** The sums in the order of {@link FloatSums}, which is the same on every machine. */
  float[] toRows(float[] sums) {
    float[] rows = new float[Parameters.b2(shape) + 2 * d];
    for (int j = 0; j < h; j++)
      for (int k = 0; k < d; k++) {
        int element = Panels.index(dPadded, k, j);
        rows[Parameters.w1(shape) + j * d + k] = sums[gradientW1At() + element];
        rows[Parameters.w2(shape) + k * h + j] = sums[gradientW2At() + element];
      }
    System.arraycopy(sums, gradientB1At(), rows, Parameters.b1(shape), h);
    System.arraycopy(sums, gradientB2At(), rows, Parameters.b2(shape), d);
    System.arraycopy(sums, errorAt(), rows, Parameters.b2(shape) + d, d);
    return rows;
  }

  /** Undoes {@link #toRows}. */
  float[] ofRows(float[] rows) {
    float[] sums = new float[length()];
    for (int j = 0; j < h; j++)
      for (int k = 0; k < d; k++) {
        int element = Panels.index(dPadded, k, j);
        sums[gradientW1At() + element] = rows[Parameters.w1(shape) + j * d + k];
        sums[gradientW2At() + element] = rows[Parameters.w2(shape) + k * h + j];
      }
    System.arraycopy(rows, Parameters.b1(shape), sums, gradientB1At(), h);
    System.arraycopy(rows, Parameters.b2(shape), sums, gradientB2At(), d);
    System.arraycopy(rows, Parameters.b2(shape) + d, sums, errorAt(), d);
    return sums;
  }

  private static int slice(int length, int part, int parts) {
    return (int) ((long) length * part / parts);
  }
}
