package fovea.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.kernels.Samples;
import fovea.kernels.Team;
import org.junit.jupiter.api.Test;

class SoftmaxObjectiveTest {
  private static final double LAMBDA = 0.03;

  private static PackedRows rows(float[] x, int n, int d) {
    return PackedRows.of(x, n, d, new CommonScale(new double[d], 1));
  }

  private static int[] labels(int n, int classes) {
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) labels[i] = (i * 7 + i / 3) % classes;
    return labels;
  }

  /** The cost in plain loops, in double. */
  private static double cost(float[] x, int[] y, int d, int classes, double[] theta) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      double all = 0;
      double own = 0;
      for (int k = 0; k < classes; k++) {
        double z = theta[k * (d + 1) + d];
        for (int j = 0; j < d; j++) z += theta[k * (d + 1) + j] * x[i * d + j];
        all += Math.exp(z);
        if (k == y[i]) own = z;
      }
      sum += Math.log(all) - own;
    }
    double squares = 0;
    for (int k = 0; k < classes; k++)
      for (int j = 0; j < d; j++) squares += theta[k * (d + 1) + j] * theta[k * (d + 1) + j];
    return sum / y.length + LAMBDA / 2 * squares;
  }

  private static void agrees(int n, int d, int classes) {
    Samples samples = new Samples(17);
    float[] x = samples.pixels(n * d);
    float[] theta = samples.pixels(classes * (d + 1));
    for (int i = 0; i < theta.length; i++) theta[i] -= 0.5f;
    int[] y = labels(n, classes);
    float[] gradient = new float[theta.length];
    double cost;
    try (Team team = new Team(2)) {
      cost = new SoftmaxObjective(rows(x, n, d), y, classes, LAMBDA, team)
          .valueAndGradient(theta, gradient);
    }
    double[] theta64 = Samples.toDouble(theta);
    String what = "n %d, d %d, classes %d".formatted(n, d, classes);
    assertThat(cost).as(what).isCloseTo(cost(x, y, d, classes, theta64), within(1e-6));
    double step = 1e-5;
    for (int i = 0; i < theta.length; i++) {
      double there = theta64[i];
      theta64[i] = there + step;
      double above = cost(x, y, d, classes, theta64);
      theta64[i] = there - step;
      double below = cost(x, y, d, classes, theta64);
      theta64[i] = there;
      assertThat(gradient[i])
          .as("%s: %d", what, i)
          .isCloseTo((float) ((above - below) / (2 * step)), within(2e-6f));
    }
  }

  @Test
  void costAndGradientAreThoseOfDoubleArithmetic() {
    agrees(1, 1, 2);
    agrees(7, 3, 3);
    agrees(PackedRows.BLOCK + 1, 5, 2);
    agrees(300, 33, 5);
    agrees(40, 4, 35);
  }

  /** 34 blocks are 17 shards of two; threads take them in any order. */
  @Test
  void bitsDoNotDependOnThreads() {
    int n = 33 * PackedRows.BLOCK + 5;
    Samples samples = new Samples(3);
    float[] x = samples.pixels(n * 6);
    float[] theta = samples.pixels(4 * 7);
    float[] one = new float[theta.length];
    float[] three = new float[theta.length];
    try (Team alone = new Team(1);
        Team team = new Team(3)) {
      double cost = new SoftmaxObjective(rows(x, n, 6), labels(n, 4), 4, LAMBDA, alone)
          .valueAndGradient(theta, one);
      SoftmaxObjective objective =
          new SoftmaxObjective(rows(x, n, 6), labels(n, 4), 4, LAMBDA, team);
      for (int again = 0; again < 5; again++) {
        assertThat(objective.valueAndGradient(theta, three)).isEqualTo(cost);
        assertThat(three).isEqualTo(one);
      }
    }
  }
}
