package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.optimize.Limits;
import fovea.optimize.OptimizerKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluatedCostTest {
  private static final NetworkShape SHAPE = new NetworkShape(17, 5);
  private static final int N = 700;

  private final float[] x = new Samples(66).pixels(N * SHAPE.inputs());
  private final float[] theta = Parameters.random(SHAPE, 1);

  private Batch batch(Team team) {
    return Batch.of(SHAPE, Hyperparameters.DEFAULT, x, N, team);
  }

  @Test
  void theFirstEvaluationThereIsAnsweredFromMemoryAndAllOthersAreMade() {
    try (Team team = new Team(1)) {
      BatchCost cost = batch(team).objective();
      float[] expected = new float[theta.length];
      double value = cost.valueAndGradient(theta, expected);
      EvaluatedCost evaluated = new EvaluatedCost(cost, theta);

      // What a hidden unit did tells where the cost was evaluated last.
      float[] elsewhere = Parameters.random(SHAPE, 2);
      cost.value(elsewhere);
      double there = cost.activations().mean();
      float[] gradient = new float[theta.length];
      assertThat(evaluated.valueAndGradient(theta, gradient)).isEqualTo(value);
      assertThat(gradient).isEqualTo(expected);
      assertThat(cost.activations().mean()).as("from memory").isEqualTo(there);
      assertThat(evaluated.valueAndGradient(theta, gradient)).isEqualTo(value);
      assertThat(gradient).isEqualTo(expected);
      assertThat(cost.activations().mean()).as("evaluated").isNotEqualTo(there);
    }
  }

  @Test
  void anotherPointIsEvaluated() {
    try (Team team = new Team(1)) {
      float[] elsewhere = Parameters.random(SHAPE, 2);
      float[] expected = new float[theta.length];
      double value = batch(team).objective().valueAndGradient(elsewhere, expected);
      float[] gradient = new float[theta.length];
      EvaluatedCost evaluated = new EvaluatedCost(batch(team).objective(), theta);
      assertThat(evaluated.valueAndGradient(elsewhere, gradient)).isEqualTo(value);
      assertThat(gradient).isEqualTo(expected);
    }
  }

  @Test
  void aTrainingThatBeginsThereHasTheSameBitsAndCountsItsTime() {
    Limits limits = new Limits(5, 0, 0, Double.POSITIVE_INFINITY);
    try (Team team = new Team(2)) {
      float[] expected = theta.clone();
      new Trainer(batch(team))
          .run(OptimizerKind.USUAL.optimizer(Map.of()), expected, limits, (metrics, at) -> true);
      Batch begun = batch(team).evaluatedAt(theta).orElseThrow();
      float[] trained = theta.clone();
      TrainingHistory history = new Trainer(begun)
          .run(OptimizerKind.USUAL.optimizer(Map.of()), trained, limits, (metrics, at) -> true);
      assertThat(trained).isEqualTo(expected);
      assertThat(begun.seconds()).isPositive();
      assertThat(history.metrics().getFirst().seconds()).isGreaterThan(begun.seconds());
    }
  }

  @Test
  void whereTheCostIsNotFiniteNothingBegins() {
    theta[0] = Float.NaN;
    try (Team team = new Team(1)) {
      assertThat(batch(team).evaluatedAt(theta)).isEmpty();
    }
  }
}
