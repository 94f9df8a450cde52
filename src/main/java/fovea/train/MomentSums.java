package fovea.train;

import fovea.kernels.Lanes;
import fovea.kernels.Panels;
import fovea.model.NetworkShape;
import fovea.optimize.Curvature;

/**
 * The sums over examples behind {@link Curvature.Moments}, in one array: Σ x·f′ as D×H and Σ a·a as H×H, both in
 * panels, then the rows Σ a, Σ f′, Σ f′² and Σ g′².
 */
final class MomentSums {
  private final int d;
  private final int h;
  private final int dPadded;
  private final int hPadded;

  MomentSums(NetworkShape shape) {
    d = shape.inputs();
    h = shape.hidden();
    dPadded = Lanes.padded(d);
    hPadded = Lanes.padded(h);
  }

  /** Floats in the array. */
  int length() {
    return outputSquaresAt() + dPadded;
  }

  int slopedInputsAt() {
    return 0;
  }

  int activationProductsAt() {
    return Math.multiplyExact(dPadded, hPadded);
  }

  int activationsAt() {
    return Math.addExact(activationProductsAt(), Math.multiplyExact(hPadded, hPadded));
  }

  int slopesAt() {
    return activationsAt() + hPadded;
  }

  int squaresAt() {
    return slopesAt() + hPadded;
  }

  int outputSquaresAt() {
    return squaresAt() + hPadded;
  }

  /**
   * The sums in an order that is the same on every machine: Σ f′·x as H×D and Σ a·a as H×H, row-major, then the rows.
   */
  float[] toRows(float[] sums) {
    float[] rows = new float[h * d + h * h + 3 * h + d];
    for (int j = 0; j < h; j++) {
      for (int k = 0; k < d; k++)
        rows[j * d + k] = sums[slopedInputsAt() + Panels.index(dPadded, k, j)];
      for (int i = 0; i < h; i++)
        rows[h * d + j * h + i] = sums[activationProductsAt() + Panels.index(hPadded, j, i)];
    }
    int at = h * d + h * h;
    System.arraycopy(sums, activationsAt(), rows, at, h);
    System.arraycopy(sums, slopesAt(), rows, at + h, h);
    System.arraycopy(sums, squaresAt(), rows, at + 2 * h, h);
    System.arraycopy(sums, outputSquaresAt(), rows, at + 3 * h, d);
    return rows;
  }

  /**
   * The moments that these sums give.
   *
   * @param rows as {@link #toRows} gives them
   * @param n examples in the sums
   * @param sparsity passed on
   */
  Curvature.Moments moments(float[] rows, int n, double[] sparsity) {
    double[] activations = new double[(h + 1) * (h + 1)];
    double[] sloped = new double[h * (d + 1)];
    double[] squares = new double[h];
    double[] output = new double[d];
    int at = h * d + h * h;
    for (int j = 0; j < h; j++) {
      for (int i = 0; i < h; i++)
        activations[j * (h + 1) + i] = (double) rows[h * d + j * h + i] / n;
      activations[j * (h + 1) + h] = (double) rows[at + j] / n;
      activations[h * (h + 1) + j] = activations[j * (h + 1) + h];
      for (int k = 0; k < d; k++) sloped[j * (d + 1) + k] = (double) rows[j * d + k] / n;
      sloped[j * (d + 1) + d] = (double) rows[at + h + j] / n;
      squares[j] = (double) rows[at + 2 * h + j] / n;
    }
    activations[h * (h + 1) + h] = 1;
    for (int k = 0; k < d; k++) output[k] = (double) rows[at + 3 * h + k] / n;
    return new Curvature.Moments(activations, output, squares, sloped, sparsity);
  }
}
