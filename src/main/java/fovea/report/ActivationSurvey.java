package fovea.report;

import fovea.kernels.ActivationFunction;
import fovea.model.Autoencoder;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How the hidden units answer to the examples.
 *
 * @param units each unit by itself
 * @param activations how often each of them is reached, in {@link #BINS} bins from 0 to 1 over all units and examples
 * @param unitsOn [k] is the number of examples in which k units are on
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record ActivationSurvey(Unit[] units, Histogram activations, long[] unitsOn) {
  /** A unit is on where its activation is above this: its weighted input is above 0. */
  static final float ON = 0.5f;

  static final int BINS = 20;

  /** Examples that are encoded at a time. */
  private static final int BLOCK = 1024;

  /**
   * One unit.
   *
   * @param strongest the examples that activate it most
   * @param middle those that activate it nearest to the middle between its lowest and its highest activation
   * @param low the lower end of the histogram: the least activation that the encoder can give
   * @param high its upper end: the highest that the encoder can give, or that the unit reaches where there is no such
   * @param histogram of its activations, in {@link #BINS} bins
   */
  record Unit(TopExamples strongest, TopExamples middle, float low, float high, long[] histogram) {}

  /** What is done with the activation of a unit in an example. */
  private interface Visitor {
    void see(int example, int unit, float activation);
  }

  /**
   * Surveys n examples (x: n×D, row-major).
   *
   * @param strongest examples to name for each unit
   * @param middle likewise
   */
  static ActivationSurvey of(Autoencoder network, float[] x, int n, int strongest, int middle) {
    int h = network.shape().hidden();
    float[] lowest = new float[h];
    float[] highest = new float[h];
    Arrays.fill(lowest, Float.POSITIVE_INFINITY);
    Arrays.fill(highest, Float.NEGATIVE_INFINITY);
    long[] bins = new long[BINS];
    int[] on = new int[n];
    encode(network, x, n, (example, unit, a) -> {
      bins[Histogram.bin(a, 1, BINS)]++;
      if (a > ON) on[example]++;
      lowest[unit] = Math.min(lowest[unit], a);
      highest[unit] = Math.max(highest[unit], a);
    });
    ActivationFunction encoder = network.architecture().encoder();
    Unit[] units = IntStream.range(0, h)
        .mapToObj(unit -> new Unit(
            new TopExamples(strongest),
            new TopExamples(middle),
            encoder == ActivationFunction.TANH ? -1 : 0,
            encoder == ActivationFunction.RELU ? Math.max(highest[unit], Float.MIN_NORMAL) : 1,
            new long[BINS]))
        .toArray(Unit[]::new);
    encode(network, x, n, (example, j, a) -> {
      Unit unit = units[j];
      unit.strongest.offer(example, a, a);
      unit.middle.offer(example, -Math.abs(a - (lowest[j] + highest[j]) / 2), a);
      unit.histogram[Histogram.bin(a - unit.low, unit.high - unit.low, BINS)]++;
    });
    long[] unitsOn = new long[h + 1];
    for (int count : on) unitsOn[count]++;
    return new ActivationSurvey(units, new Histogram(1.0 / BINS, bins), unitsOn);
  }

  private static void encode(Autoencoder network, float[] x, int n, Visitor visitor) {
    int d = network.shape().inputs();
    int h = network.shape().hidden();
    float[] hidden = new float[Math.multiplyExact(Math.min(BLOCK, n), h)];
    for (int from = 0; from < n; from += BLOCK) {
      int count = Math.min(BLOCK, n - from);
      network.encodeBatch(Arrays.copyOfRange(x, from * d, (from + count) * d), count, hidden);
      for (int i = 0; i < count; i++)
        for (int j = 0; j < h; j++) visitor.see(from + i, j, hidden[i * h + j]);
    }
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
