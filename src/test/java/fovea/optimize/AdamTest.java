package fovea.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import fovea.diagnose.Float64Model;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.train.BatchObjective;
import org.junit.jupiter.api.Test;

class AdamTest {
  /** Algorithm 1 as it stands in the paper, in double, from the same start. */
  @Test
  void followsTheAlgorithmOfThePaperInDouble() {
    int n = 300;
    NetworkShape shape = new NetworkShape(25, 9);
    float[] x = new Samples(101).pixels(n * 25);
    Float64Model model = new Float64Model(shape, Hyperparameters.DEFAULT, Samples.toDouble(x));
    float[] start = Parameters.random(shape, 4);
    for (Adam adam : new Adam[] {new Adam(0.01), new Adam(0.03, 0.5, 0.9, 1e-3)}) {
      double[] theta = Samples.toDouble(start);
      double[] g = new double[theta.length];
      double[] m = new double[theta.length];
      double[] v = new double[theta.length];
      try (Team team = new Team(2)) {
        BatchObjective objective = new BatchObjective(shape, Hyperparameters.DEFAULT, x, n, team);
        adam.minimize(objective, start.clone(), new Limits(60, 0), (step, at) -> {
          double cost = model.valueAndGradient(theta, g).total();
          assertThat(step.cost()).isEqualTo(cost, offset(1e-4 * cost));
          for (int i = 0; i < theta.length; i++) {
            assertThat((double) at[i]).isEqualTo(theta[i], offset(2e-3));
            m[i] = adam.beta1() * m[i] + (1 - adam.beta1()) * g[i];
            v[i] = adam.beta2() * v[i] + (1 - adam.beta2()) * g[i] * g[i];
            double mHat = m[i] / (1 - Math.pow(adam.beta1(), step.iteration() + 1));
            double vHat = v[i] / (1 - Math.pow(adam.beta2(), step.iteration() + 1));
            theta[i] -= adam.learningRate() * mHat / (Math.sqrt(vHat) + adam.epsilon());
          }
          return true;
        });
      }
    }
  }

  @Test
  void theFirstStepIsTheLearningRateAgainstTheSignOfTheGradient() {
    float[] theta = new float[9];
    float[] minimum = {1, -1, 100, -100, 0.01f, -0.01f, 3, -3, 0};
    new Adam(0.25)
        .minimize(
            Quadratic.withEigenvalues(minimum, 1, 7), theta, new Limits(1, 0), (step, at) -> true);
    for (int i = 0; i < 9; i++)
      assertThat(theta[i]).isEqualTo(0.25f * Math.signum(minimum[i]), offset(1e-6f));
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Adam(0)).hasMessageContaining("learning rate");
    assertThatThrownBy(() -> new Adam(0.1, 1, 0.9, 1)).hasMessageContaining("beta1");
    assertThatThrownBy(() -> new Adam(0.1, 0, -0.1, 1)).hasMessageContaining("beta2");
    assertThatThrownBy(() -> new Adam(0.1, 0, 0, 0)).hasMessageContaining("epsilon");
  }
}
