package fovea.kernels;

import fovea.Notes;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Seeded test data. A test that fails tells its seeds, so that the failure can be repeated. */
public final class Samples {
  private final RandomGenerator random;

  public Samples(long seed) {
    Notes.take("seed %d", seed);
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** {@code n} floats between −scale and scale. */
  public float[] signed(int n, double scale) {
    float[] a = new float[n];
    for (int i = 0; i < n; i++) a[i] = (float) ((2 * random.nextDouble() - 1) * scale);
    return a;
  }

  /** {@code n} floats between 0.1 and 0.9, like preprocessed patches. */
  public float[] pixels(int n) {
    float[] a = new float[n];
    for (int i = 0; i < n; i++) a[i] = (float) (0.1 + 0.8 * random.nextDouble());
    return a;
  }

  public int between(int lowest, int highest) {
    return lowest + random.nextInt(highest - lowest + 1);
  }

  public static double[] toDouble(float[] a) {
    double[] b = new double[a.length];
    for (int i = 0; i < a.length; i++) b[i] = a[i];
    return b;
  }
}
