package fovea.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("numerics")
class ReductionsTest {
  @Test
  void dotEqualsTheOracle() {
    Samples samples = new Samples(41);
    for (int length = 0; length < 300; length++) {
      float[] a = samples.signed(length + 3, 5);
      float[] b = samples.signed(length + 7, 5);
      assertThat(Reductions.dot(a, 3, b, 7, length))
          .as("length %d", length)
          .isEqualTo(ScalarKernels.dot(a, 3, b, 7, length));
    }
  }

  @Test
  void dotIsAsGoodAsDouble() {
    Samples samples = new Samples(42);
    float[] a = samples.signed(33_088, 1);
    float[] b = samples.signed(33_088, 1);
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
      magnitude += Math.abs((double) a[i] * b[i]);
    }
    // Both sums are off by at most n·2^−53 of the sum of magnitudes (Higham, Accuracy and
    // Stability, 2002, equation 3.5).
    assertThat(Math.abs(Reductions.dot(a, 0, b, 0, a.length) - sum))
        .isLessThan(2 * a.length * 0x1p-53 * magnitude);
  }

  @Test
  void updatesEqualTheirDefinition() {
    Samples samples = new Samples(43);
    for (int length = 0; length < 3 * Lanes.V + 2; length++) {
      float[] x = samples.signed(length, 3);
      float[] y = samples.signed(length, 3);
      float alpha = samples.signed(1, 2)[0];
      float[] axpy = y.clone();
      Reductions.axpy(alpha, x, axpy);
      float[] combined = new float[length];
      Reductions.combine(x, alpha, y, combined);
      float[] scaled = x.clone();
      Reductions.scale(alpha, scaled);
      float[] added = y.clone();
      float[] gradient = samples.signed(length, 1);
      float[] mean = samples.signed(length, 1);
      float[] square = samples.pixels(length);
      float[] m = mean.clone();
      float[] v = square.clone();
      float[] theta = y.clone();
      Reductions.adam(gradient, 0.1f, 0.001f, 0.01f, 1e-8f, m, v, theta);
      int from = length / 3;
      int to = length - length / 4;
      Reductions.add(x, added, from, to);
      for (int i = 0; i < length; i++) {
        assertThat(axpy[i]).isEqualTo(Math.fma(alpha, x[i], y[i]));
        assertThat(combined[i]).isEqualTo(Math.fma(alpha, y[i], x[i]));
        assertThat(scaled[i]).isEqualTo(alpha * x[i]);
        assertThat(m[i]).isEqualTo(Math.fma(0.1f, gradient[i] - mean[i], mean[i]));
        float squared = Math.fma(gradient[i], gradient[i], -square[i]);
        assertThat(v[i]).isEqualTo(Math.fma(0.001f, squared, square[i]));
        float step = m[i] / ((float) Math.sqrt(v[i]) + 1e-8f);
        assertThat(theta[i]).isEqualTo(Math.fma(-0.01f, step, y[i]));
        assertThat(added[i]).isEqualTo(i >= from && i < to ? y[i] + x[i] : y[i]);
      }
    }
  }

  @Test
  void pairwiseSumJoinsNeighbours() {
    float[][] parts = {{1e8f}, {1f}, {-1e8f}, {1f}, {3f}};
    ScalarKernels.sumPairwise(parts);
    assertThat(parts[0][0]).isEqualTo(((1e8f + 1f) + (-1e8f + 1f)) + 3f);
  }
}
