package fovea.optimize;

import fovea.kernels.Reductions;

/**
 * The rows of a layer's weights with their biases behind them, as a matrix of one column more, in vectors as long as
 * theta.
 *
 * @param weights first element of the weights, row-major
 * @param biases first element of the biases
 * @param columns of the weights
 */
record WeightRows(int weights, int biases, int columns) {
  /** (W1 b1), H×(D+1). */
  static WeightRows encoder(Curvature.Layout layout) {
    return new WeightRows(layout.w1(), layout.b1(), layout.inputs());
  }

  /** (W2 b2), D×(H+1). */
  static WeightRows decoder(Curvature.Layout layout) {
    return new WeightRows(layout.w2(), layout.b2(), layout.hidden());
  }

  /** The squared 2-norm of a row of a vector. */
  double squaredNorm(float[] theta, int row) {
    double bias = theta[biases + row];
    return Reductions.squaredNorm(theta, weights + row * columns, columns) + bias * bias;
  }

  /** {@code to[at…]} ← a row of a vector. */
  void read(float[] theta, int row, float[] to, int at) {
    System.arraycopy(theta, weights + row * columns, to, at, columns);
    to[at + columns] = theta[biases + row];
  }

  /** The row of a vector ← {@code from[at…]}. */
  void write(float[] from, int at, float[] theta, int row) {
    System.arraycopy(from, at, theta, weights + row * columns, columns);
    theta[biases + row] = from[at + columns];
  }
}
