package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.ActivationFunction;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data that are read shard by shard give the bits of data in memory, with any number of threads. */
class StreamedShardsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 3, 2, 1, SIGMOID, false",
    "641, 17, 5, 2, SIGMOID, false",
    "1919, 33, 40, 3, TANH, true",
    "5000, 40, 9, 2, RELU, false",
    "42000, 5, 3, 2, SIGMOID, true"
  })
  void theSameBits(int n, int d, int h, int threads, ActivationFunction encoder, boolean tied) {
    Samples samples = new Samples(81);
    Architecture architecture =
        new Architecture(new NetworkShape(d, h), encoder, ActivationFunction.SIGMOID, tied);
    float[] x = samples.pixels(n * d);
    float[] theta = Parameters.random(architecture, 7);
    float[] expected = new float[theta.length];
    float[] gradient = new float[theta.length];
    try (Team one = new Team(1);
        Team team = new Team(threads)) {
      BatchObjective held = new BatchObjective(architecture, Hyperparameters.DEFAULT, x, n, one);
      Rows rows = (first, count, to) -> System.arraycopy(x, first * d, to, 0, count * d);
      BatchObjective streamed =
          new BatchObjective(architecture, Hyperparameters.DEFAULT, () -> rows, n, team);
      Batch batch = Batch.of(architecture, Hyperparameters.DEFAULT, () -> rows, n, team);
      assertThat(batch.spread())
          .isEqualTo(Batch.of(architecture, Hyperparameters.DEFAULT, x, n, one).spread());
      for (int repeat = 0; repeat < 2; repeat++) {
        double cost = held.valueAndGradient(theta, expected);
        assertThat(streamed.valueAndGradient(theta, gradient)).isEqualTo(cost);
        assertThat(gradient).containsExactly(expected);
        assertThat(streamed.value(theta)).isEqualTo(cost);
        assertThat(streamed.cost()).isEqualTo(held.cost());
        assertThat(streamed.activations().rhoHat())
            .containsExactly(held.activations().rhoHat());
        assertThat(streamed.activations().highest())
            .containsExactly(held.activations().highest());
        for (int i = 0; i < theta.length; i++) theta[i] -= 0.5f * gradient[i];
      }
    }
  }
}
