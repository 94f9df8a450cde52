package fovea.report;

/**
 * Output minus input of several examples, one value per cell. In a colour tile that is the channel that differs most,
 * so that errors of opposite sign do not cancel.
 *
 * @param values cells of the first example, then of the second, ...
 * @param cells in one example
 */
record Difference(float[] values, int cells) {
  /** {@code size} is the number of values in one example. */
  static Difference of(TileShape tile, float[] input, float[] output, int size) {
    int cells = tile.cells(size);
    float[] values = new float[input.length / tile.channels()];
    for (int i = 0; i < values.length; i++) {
      int first = i / cells * size + i % cells;
      for (int k = first; k < first + tile.channels() * cells; k += cells) {
        float d = output[k] - input[k];
        // Float.compare puts NaN above every number: once a channel is NaN, so is the cell.
        if (Float.compare(Math.abs(d), Math.abs(values[i])) > 0) values[i] = d;
      }
    }
    return new Difference(values, cells);
  }

  /** The largest finite magnitude. */
  float range() {
    float range = 0;
    for (float d : values) {
      if (Float.isFinite(d)) range = Math.max(range, Math.abs(d));
    }
    return range;
  }

  /** Root of the mean squared difference of {@code size} values from {@code offset} on. */
  static double rootMeanSquare(float[] input, float[] output, int offset, int size) {
    double sum = 0;
    for (int k = offset; k < offset + size; k++) {
      double d = (double) output[k] - input[k];
      sum += d * d;
    }
    return Math.sqrt(sum / size);
  }
}
