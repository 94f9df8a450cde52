package fovea.bench;

import fovea.model.NetworkShape;
import fovea.model.Parameters;

/**
 * Data that Java and {@code jmh/peers/peer_data.py} make alike: number i is SplitMix64's i-th output (Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), so both can be filled in any order.
 */
final class Synthetic {
  private Synthetic() {}

  /** {@code count} floats, uniform in [lo, hi). */
  static float[] uniform(long seed, int count, double lo, double hi) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) values[i] = (float) (lo + unit(seed, i) * (hi - lo));
    return values;
  }

  /** N×D, row-major, uniform where preprocessed patches lie. */
  static float[] examples(int n, NetworkShape shape) {
    return uniform(1, Math.multiplyExact(n, shape.inputs()), 0.1, 0.9);
  }

  /** Weights and biases of the usual size. */
  static float[] theta(NetworkShape shape) {
    double w0 = StrictMath.sqrt(6.0 / (shape.inputs() + shape.hidden()));
    return uniform(2, Parameters.count(shape), -w0, w0);
  }

  /** Square patches with one grating each, of any orientation, phase and 1 to 4 periods: something to learn. */
  static float[] gratings(int n, int side) {
    float[] x = new float[Math.multiplyExact(n, side * side)];
    for (int i = 0; i < n; i++) {
      double angle = Math.PI * unit(3, 3L * i);
      double phase = 2 * Math.PI * unit(3, 3L * i + 1);
      double frequency = 2 * Math.PI * (1 + 3 * unit(3, 3L * i + 2)) / side;
      for (int r = 0; r < side; r++)
        for (int c = 0; c < side; c++)
          x[(i * side + r) * side + c] = (float) (0.5
              + 0.3 * Math.sin(frequency * (c * Math.cos(angle) + r * Math.sin(angle)) + phase));
    }
    return x;
  }

  private static double unit(long seed, long index) {
    long z = ((seed << 40) + index + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return ((z ^ z >>> 31) >>> 11) * 0x1p-53;
  }
}
