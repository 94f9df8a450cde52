package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EvaluationTest {
  private static final NetworkShape SHAPE = new NetworkShape(7, 3);
  private static final int N = 50;

  private final float[] x = new Samples(91).pixels(N * SHAPE.inputs());
  private final Autoencoder one = new Autoencoder(SHAPE, Parameters.random(SHAPE, 1));
  private final Autoencoder other = new Autoencoder(SHAPE, Parameters.random(SHAPE, 2));

  @Test
  void anEvaluationKeepsWhatItSaysWhenTheBatchIsEvaluatedAgain() {
    try (Team team = new Team(2)) {
      Batch batch = Batch.of(SHAPE, Hyperparameters.DEFAULT, x, N, team);
      Evaluation first = Evaluation.of(one, batch);
      Evaluation second = Evaluation.of(other, batch);
      requireEqual(first, Evaluation.of(one, Hyperparameters.DEFAULT, x, N, team));
      requireEqual(second, Evaluation.of(other, Hyperparameters.DEFAULT, x, N, team));
      assertThat(first.activations().rhoHat()).isNotEqualTo(second.activations().rhoHat());
    }
  }

  private static void requireEqual(Evaluation found, Evaluation expected) {
    assertThat(found.cost()).isEqualTo(expected.cost());
    Activations activations = found.activations();
    assertThat(activations.encoder()).isEqualTo(expected.activations().encoder());
    assertThat(activations.rhoHat()).containsExactly(expected.activations().rhoHat());
    assertThat(activations.lowest()).containsExactly(expected.activations().lowest());
    assertThat(activations.highest()).containsExactly(expected.activations().highest());
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aBatchWhoseTeamIsClosedIsRefused() {
    for (int threads : new int[] {1, 3}) {
      Team team = new Team(threads);
      Batch batch = Batch.of(SHAPE, Hyperparameters.DEFAULT, x, N, team);
      team.close();
      assertThatThrownBy(() -> Evaluation.of(one, batch))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("team of threads is closed");
    }
  }
}
