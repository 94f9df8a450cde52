package fovea.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.Reductions;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The part of a step against the product of every row in plain loops, bit for bit. */
@Tag("numerics")
class ReachTest {
  private static final double MOST = 1.5;

  /** Mean x̃x̃ᵀ of made-up examples. */
  private static double[] moment(Samples samples, int d) {
    int n = 3 * d;
    float[] x = samples.pixels(n * d);
    double[] c = new double[(d + 1) * (d + 1)];
    for (int e = 0; e < n; e++)
      for (int i = 0; i <= d; i++)
        for (int k = 0; k <= d; k++)
          c[i * (d + 1) + k] += (i == d ? 1.0 : x[e * d + i]) * (k == d ? 1.0 : x[e * d + k]) / n;
    return c;
  }

  private static double expected(Curvature.Layout layout, double[] c, float[] step) {
    int d = layout.inputs();
    int width = d + 1;
    double most = 0;
    for (int j = 0; j < layout.hidden(); j++) {
      float[] p = new float[width];
      System.arraycopy(step, layout.w1() + j * d, p, 0, d);
      p[d] = step[layout.b1() + j];
      float[] product = new float[width];
      for (int i = 0; i < width; i++)
        for (int k = 0; k < width; k++)
          product[i] = Math.fma(p[k], (float) c[k * width + i], product[i]);
      most = Math.max(most, Reductions.dot(p, 0, product, 0, width));
    }
    return Math.sqrt(most) > MOST ? MOST / Math.sqrt(most) : 1;
  }

  @Test
  void rowsThatAreLeftOutChangeNothing() {
    Samples samples = new Samples(91);
    int whole = 0;
    int parts = 0;
    for (int round = 0; round < 60; round++) {
      int d = samples.between(1, 70);
      int h = samples.between(1, 90);
      Curvature.Layout layout = new Curvature.Layout(d, h, 0, d * h, d * h + h, 2 * d * h + h);
      double[] c = moment(samples, d);
      float[] step = samples.signed(2 * d * h + h + d, 1);
      // Rows of all lengths; the longest reach less far than a step may, or further.
      double longest = (round % 2 == 0 ? 1 : 5) / Math.sqrt(d);
      for (int j = 0; j < h; j++) {
        float length = (float) (samples.pixels(1)[0] * longest);
        for (int k = 0; k < d; k++) step[j * d + k] *= length;
        step[d * h + j] *= length;
      }
      try (Team team = new Team(1 + round % 3)) {
        double part = new Reach(layout, c, team).part(step);
        assertThat(part).as("%d-%d", d, h).isEqualTo(expected(layout, c, step));
        if (part == 1) whole++;
        else parts++;
      }
    }
    assertThat(whole).isGreaterThan(5);
    assertThat(parts).isGreaterThan(5);
  }
}
