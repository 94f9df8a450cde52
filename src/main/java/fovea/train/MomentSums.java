package fovea.train;

import fovea.kernels.Lanes;
import fovea.kernels.Panels;
import fovea.model.NetworkShape;
import fovea.optimize.Curvature;

/**
 * The sums over examples behind {@link Curvature.Moments}, in one array: Σ x·f′ as D×H and Σ a·a as H×H, both in panels, then the rows
 * Σ a, Σ f′, Σ f′² and Σ g′².
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

  /** @param n examples in the sums */
  Curvature.Moments moments(float[] sums, int n, double[] sparsity) {
    double[] activations = new double[(h + 1) * (h + 1)];
    double[] sloped = new double[h * (d + 1)];
    double[] squares = new double[h];
    double[] output = new double[d];
    for (int j = 0; j < h; j++) {
      for (int i = 0; i < h; i++)
        activations[j * (h + 1) + i] =
            (double) sums[activationProductsAt() + Panels.index(hPadded, j, i)] / n;
      activations[j * (h + 1) + h] = (double) sums[activationsAt() + j] / n;
      activations[h * (h + 1) + j] = activations[j * (h + 1) + h];
      for (int k = 0; k < d; k++)
        sloped[j * (d + 1) + k] = (double) sums[slopedInputsAt() + Panels.index(dPadded, k, j)] / n;
      sloped[j * (d + 1) + d] = (double) sums[slopesAt() + j] / n;
      squares[j] = (double) sums[squaresAt() + j] / n;
    }
    activations[h * (h + 1) + h] = 1;
    for (int k = 0; k < d; k++) output[k] = (double) sums[outputSquaresAt() + k] / n;
    return new Curvature.Moments(activations, output, squares, sloped, sparsity);
  }
}
