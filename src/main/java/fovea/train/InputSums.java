package fovea.train;

import fovea.kernels.Lanes;
import fovea.kernels.Panels;

/**
 * The sums over examples behind the second moment of the inputs, in one array: Σ x·x as D×D in panels, then the row Σ
 * x.
 */
final class InputSums {
  private final int d;
  private final int padded;

  InputSums(int inputs) {
    d = inputs;
    padded = Lanes.padded(inputs);
  }

  /** Floats in the array. */
  int length() {
    return Math.addExact(inputsAt(), padded);
  }

  int inputsAt() {
    return Math.multiplyExact(padded, padded);
  }

  /** The sums in an order that is the same on every machine: D×D, row-major, then Σ x. */
  float[] toRows(float[] sums) {
    float[] rows = new float[d * d + d];
    for (int i = 0; i < d; i++)
      for (int k = 0; k < d; k++) rows[i * d + k] = sums[Panels.index(padded, i, k)];
    System.arraycopy(sums, inputsAt(), rows, d * d, d);
    return rows;
  }

  /** Mean x̃x̃ᵀ, (D+1)×(D+1), of the n examples that these sums are of, as {@link #toRows} gives them. */
  double[] moments(float[] rows, int n) {
    double[] moments = new double[Math.multiplyExact(d + 1, d + 1)];
    for (int i = 0; i < d; i++) {
      for (int k = 0; k < d; k++) moments[i * (d + 1) + k] = (double) rows[i * d + k] / n;
      moments[i * (d + 1) + d] = (double) rows[d * d + i] / n;
      moments[d * (d + 1) + i] = moments[i * (d + 1) + d];
    }
    moments[d * (d + 1) + d] = 1;
    return moments;
  }
}
