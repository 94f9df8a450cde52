package fovea.report;

import fovea.model.Autoencoder;
import java.util.Arrays;

/**
 * How the hidden units answer to the examples.
 *
 * @param strongest for each unit the examples that activate it most, the strongest first; of equal ones the earlier
 * @param activations how often each of them is reached, in {@link #BINS} bins from 0 to 1 over all units and examples
 * @param unitsOn [k] is the number of examples in which k units are on
 */
record ActivationSurvey(int[][] strongest, Histogram activations, long[] unitsOn) {
  /** A unit is on where its activation is above this: its weighted input is above 0. */
  static final float ON = 0.5f;

  static final int BINS = 20;

  /** Examples that are encoded at a time. */
  private static final int BLOCK = 1024;

  /**
   * Surveys n examples (x: n×D, row-major).
   *
   * @param most examples to name for each unit
   */
  static ActivationSurvey of(Autoencoder network, float[] x, int n, int most) {
    int d = network.shape().inputs();
    int h = network.shape().hidden();
    int kept = Math.min(most, n);
    int[][] strongest = new int[h][kept];
    float[][] highest = new float[h][kept];
    for (float[] unit : highest) Arrays.fill(unit, Float.NEGATIVE_INFINITY);
    long[] bins = new long[BINS];
    long[] unitsOn = new long[h + 1];
    float[] hidden = new float[Math.multiplyExact(Math.min(BLOCK, n), h)];
    for (int from = 0; from < n; from += BLOCK) {
      int count = Math.min(BLOCK, n - from);
      network.encodeBatch(Arrays.copyOfRange(x, from * d, (from + count) * d), count, hidden);
      for (int i = 0; i < count; i++) {
        int on = 0;
        for (int j = 0; j < h; j++) {
          float a = hidden[i * h + j];
          bins[Histogram.bin(a, 1, BINS)]++;
          if (a > ON) on++;
          if (a > highest[j][kept - 1]) insert(highest[j], strongest[j], a, from + i);
        }
        unitsOn[on]++;
      }
    }
    return new ActivationSurvey(strongest, new Histogram(1.0 / BINS, bins), unitsOn);
  }

  /** Puts an activation that is above the last one where it belongs; the last one goes. */
  private static void insert(float[] highest, int[] examples, float activation, int example) {
    int at = highest.length - 1;
    for (; at > 0 && activation > highest[at - 1]; at--) {
      highest[at] = highest[at - 1];
      examples[at] = examples[at - 1];
    }
    highest[at] = activation;
    examples[at] = example;
  }

  /** Units that are on in an example, on average. */
  double meanUnitsOn() {
    double sum = 0;
    long examples = 0;
    for (int k = 0; k < unitsOn.length; k++) {
      sum += (double) k * unitsOn[k];
      examples += unitsOn[k];
    }
    return sum / examples;
  }
}
