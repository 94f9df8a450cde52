package fovea.io;

import fovea.data.Examples;
import fovea.data.Preprocessing;
import fovea.model.Autoencoder;
import java.util.Arrays;
import java.util.Optional;

/**
 * How far off the reconstruction of scaled columns is in their own units. Missing values count nowhere.
 *
 * @param mse of each column, between its values as they were read and what they are given back as
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public record OwnErrors(double[] mse) {
  /** Examples that are reconstructed at a time. */
  private static final int BLOCK = 1024;

  /**
   * Of these examples.
   *
   * @param x what the network sees of them
   * @return empty where columns were not scaled
   */
  public static Optional<OwnErrors> of(
      Autoencoder network, Preprocessing preprocessing, Examples examples, float[] x) {
    if (preprocessing.table().isEmpty()) return Optional.empty();
    int d = preprocessing.outputSize();
    int n = examples.count();
    double[] squares = new double[d];
    int[] there = new int[d];
    for (int from = 0; from < n; from += BLOCK) {
      int count = Math.min(BLOCK, n - from);
      float[] output = new float[count * d];
      network.reconstructBatch(Arrays.copyOfRange(x, from * d, (from + count) * d), count, output);
      float[] own = preprocessing.ownUnits(output, count);
      for (int i = 0; i < own.length; i++) {
        float value = examples.values()[from * d + i];
        if (Float.isNaN(value)) continue;
        there[i % d]++;
        double error = (double) own[i] - value;
        squares[i % d] += error * error;
      }
    }
    for (int k = 0; k < d; k++) squares[k] /= Math.max(1, there[k]);
    return Optional.of(new OwnErrors(squares));
  }

  /** The mean over all columns. */
  public double mean() {
    return Arrays.stream(mse).average().orElseThrow();
  }
}
