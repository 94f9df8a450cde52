package fovea.optimize;

/** The rows of a layer's weights with their biases behind them, as a matrix of one column more. */
final class WeightRows {
  private WeightRows() {}

  /** to (rows×(columns + 1)) ← (W b) of a vector as long as theta. */
  static void gather(float[] theta, int weights, int biases, int rows, int columns, float[] to) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(theta, weights + r * columns, to, r * (columns + 1), columns);
      to[r * (columns + 1) + columns] = theta[biases + r];
    }
  }

  /** Undoes {@link #gather}. */
  static void scatter(float[] from, int rows, int columns, float[] theta, int weights, int biases) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(from, r * (columns + 1), theta, weights + r * columns, columns);
      theta[biases + r] = from[r * (columns + 1) + columns];
    }
  }
}
