package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.model.Penalty;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import org.junit.jupiter.api.Test;

/** The first step of a training, by what it moves. */
class SparsityShiftTest {
  private static final int N = 300;
  private static final NetworkShape SHAPE = new NetworkShape(20, 9);
  private static final Hyperparameters SPARSE = new Hyperparameters(5e-4, 3, 0.02);

  private final float[] x = new Samples(61).pixels(N * 20);

  /** Takes so many steps, and tells the mean activations there. */
  private double[] train(
      Architecture architecture, Hyperparameters hyperparameters, float[] theta, int steps) {
    try (Team team = new Team(2)) {
      BatchObjective objective = new BatchObjective(architecture, hyperparameters, x, N, team);
      Lbfgs.DEFAULT.minimize(objective, theta, new Limits(steps, 0), (step, at) -> true);
      objective.valueAndGradient(theta, new float[theta.length]);
      return objective.activations().rhoHat();
    }
  }

  private static boolean movesOnlyHiddenBiases(float[] from, float[] to) {
    int b1 = Parameters.b1(SHAPE);
    for (int i = 0; i < from.length; i++)
      if (from[i] != to[i] && (i < b1 || i >= b1 + SHAPE.hidden())) return false;
    return true;
  }

  @Test
  void activationsFarFromTheTargetAreBroughtThereFirst() {
    for (Architecture architecture : Architectures.all(SHAPE)) {
      float[] theta = Parameters.random(architecture, 5);
      float[] start = theta.clone();
      double[] rhoHat = train(architecture, SPARSE, theta, 1);
      boolean hasTarget = Penalty.hasRho(architecture.encoder());
      assertThat(movesOnlyHiddenBiases(start, theta))
          .as(architecture.toString())
          .isEqualTo(hasTarget);
      // Where inputs of a unit differ between examples its mean activation stays above.
      if (hasTarget) for (double mean : rhoHat) assertThat(mean).isBetween(0.019, 0.04);
    }
  }

  @Test
  void otherStartsAreNotMovedSo() {
    Architecture architecture = Architecture.of(SHAPE);
    float[] theta = Parameters.random(architecture, 5);
    float[] start = theta.clone();
    train(architecture, Hyperparameters.DEFAULT, theta, 1);
    assertThat(movesOnlyHiddenBiases(start, theta)).as("near the target").isFalse();

    train(architecture, SPARSE, theta, 200);
    float[] trained = theta.clone();
    train(architecture, SPARSE, theta, 1);
    assertThat(movesOnlyHiddenBiases(trained, theta)).as("trained").isFalse();
  }
}
