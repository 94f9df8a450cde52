package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import fovea.kernels.ActivationFunction;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.model.Penalty;
import fovea.optimize.Curvature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Moments against plain loops in double, and against themselves with other threads and readers. */
@Tag("numerics")
class NetworkCurvatureTest {
  static void assertSame(Curvature a, Curvature b) {
    assertThat(a.inputs()).containsExactly(b.inputs());
    Curvature.Moments one = a.moments();
    Curvature.Moments other = b.moments();
    assertThat(one.activations()).containsExactly(other.activations());
    assertThat(one.outputSlopes()).containsExactly(other.outputSlopes());
    assertThat(one.hiddenSlopes()).containsExactly(other.hiddenSlopes());
    assertThat(one.slopedInputs()).containsExactly(other.slopedInputs());
    assertThat(one.sparsity()).containsExactly(other.sparsity());
    assertThat(a.sparsityShifts()).containsExactly(b.sparsityShifts());
  }

  private static Curvature at(BatchObjective objective, float[] theta) {
    objective.valueAndGradient(theta, new float[theta.length]);
    return objective.curvature().orElseThrow();
  }

  private static ShardSample inputs(int examples, NetworkShape shape) {
    return ShardSample.all(Shards.of(examples)).forInputs(shape);
  }

  private static ShardSample layers(int examples, NetworkShape shape) {
    return ShardSample.all(Shards.of(examples)).forLayers(shape);
  }

  @Test
  void theSampleIsEveryEighthShardButNeverTooFewExamples() {
    NetworkShape small = new NetworkShape(20, 5);
    assertThat(inputs(10_240, small).stride()).isEqualTo(8);
    assertThat(inputs(10_240, small).examples()).isEqualTo(1296);
    assertThat(layers(10_240, small)).isEqualTo(inputs(10_240, small));
    NetworkShape colour = new NetworkShape(768, 5);
    assertThat(inputs(10_240, colour).stride()).isEqualTo(2);
    assertThat(inputs(100, colour).examples()).isEqualTo(100);
  }

  @Test
  void ofManyInputsTheLayersNeedOnlyWhatTheActivationsWant() {
    assertThat(layers(10_240, new NetworkShape(768, 5)).examples()).isBetween(2048, 2600);
    assertThat(layers(10_240, new NetworkShape(768, 700)).examples()).isBetween(2804, 5200);
    assertThat(layers(10_240, new NetworkShape(5, 768)))
        .isEqualTo(inputs(10_240, new NetworkShape(5, 768)));
    assertThat(layers(1000, new NetworkShape(200, 5)))
        .isEqualTo(inputs(1000, new NetworkShape(200, 5)));
  }

  @Test
  void threadsAndReadersChangeNoBit() {
    Samples samples = new Samples(71);
    for (Architecture architecture : Architectures.all(new NetworkShape(37, 19))) {
      int n = 7000;
      float[] x = samples.pixels(n * 37);
      float[] theta = Parameters.random(architecture, 2);
      Rows rows = (first, count, to) -> System.arraycopy(x, first * 37, to, 0, count * 37);
      try (Team one = new Team(1);
          Team five = new Team(5)) {
        Hyperparameters h = Hyperparameters.DEFAULT;
        Curvature expected = at(new BatchObjective(architecture, h, x, n, one), theta);
        assertSame(at(new BatchObjective(architecture, h, x, n, five), theta), expected);
        assertSame(at(new BatchObjective(architecture, h, () -> rows, n, five), theta), expected);
      }
    }
  }

  @Test
  void momentsAreWhatTheySay() {
    Samples samples = new Samples(72);
    int d = 11;
    int h = 6;
    int n = 650;
    for (Architecture architecture : Architectures.all(new NetworkShape(d, h))) {
      float[] x = samples.pixels(n * d);
      float[] theta = Parameters.random(architecture, 4);
      float[] w2 = Parameters.decoderWeights(architecture, theta);
      try (Team team = new Team(2)) {
        Curvature curvature =
            at(new BatchObjective(architecture, Hyperparameters.DEFAULT, x, n, team), theta);
        double[] inputs = new double[(d + 1) * (d + 1)];
        double[] activations = new double[(h + 1) * (h + 1)];
        double[] sloped = new double[h * (d + 1)];
        double[] squares = new double[h];
        double[] output = new double[d];
        double[] mean = new double[h];
        for (int i = 0; i < n; i++) {
          double[] xi = new double[d + 1];
          double[] ai = new double[h + 1];
          xi[d] = 1;
          ai[h] = 1;
          for (int k = 0; k < d; k++) xi[k] = x[i * d + k];
          for (int j = 0; j < h; j++) {
            double z = theta[Parameters.b1(architecture.shape()) + j];
            for (int k = 0; k < d; k++) z += theta[j * d + k] * xi[k];
            ai[j] = architecture.encoder().of((float) z);
            double slope = architecture.encoder().slope((float) ai[j]);
            squares[j] += slope * slope / n;
            mean[j] += ai[j] / n;
            for (int k = 0; k <= d; k++) sloped[j * (d + 1) + k] += slope * xi[k] / n;
          }
          for (int k = 0; k < d; k++) {
            double z = theta[Parameters.b2(architecture) + k];
            for (int j = 0; j < h; j++) z += w2[k * h + j] * ai[j];
            double slope = architecture.decoder().slope(architecture.decoder().of((float) z));
            output[k] += slope * slope / n;
          }
          for (int a = 0; a <= d; a++)
            for (int b = 0; b <= d; b++) inputs[a * (d + 1) + b] += xi[a] * xi[b] / n;
          for (int a = 0; a <= h; a++)
            for (int b = 0; b <= h; b++) activations[a * (h + 1) + b] += ai[a] * ai[b] / n;
        }
        // Sums of 650 floats: 650 roundings of 2^-24 of a sum whose mean is at most a few.
        assertThat(curvature.inputs()).containsExactly(inputs, offset(1e-4));
        Curvature.Moments moments = curvature.moments();
        assertThat(moments.activations()).containsExactly(activations, offset(1e-4));
        assertThat(moments.hiddenSlopes()).containsExactly(squares, offset(1e-4));
        assertThat(moments.outputSlopes()).containsExactly(output, offset(1e-4));
        assertThat(moments.slopedInputs()).containsExactly(sloped, offset(1e-4));
        for (int j = 0; j < h; j++) {
          double rhoHat = Penalty.rhoHat(architecture.encoder(), mean[j]);
          double expected = Penalty.curvature(
              architecture.encoder(), Hyperparameters.DEFAULT, rhoHat, 1 - rhoHat);
          assertThat(moments.sparsity()[j]).isEqualTo(expected, offset(1e-3 * expected + 1e-12));
        }
      }
    }
    assertThat(ActivationFunction.RELU.slope(0f)).isZero();
  }
}
