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
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.OptimizerState;
import fovea.optimize.Outcome;
import fovea.optimize.Start;
import fovea.optimize.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first steps of a training, by what they move. */
class BiasStepsTest {
  private static final int N = 300;
  private static final NetworkShape SHAPE = new NetworkShape(20, 9);
  private static final Hyperparameters SPARSE = new Hyperparameters(5e-4, 3, 0.02);

  private final float[] x = new Samples(61).pixels(N * 20);

  /** Steps as far as asked for; theta moves along. */
  private List<Step> train(
      Architecture architecture, Hyperparameters hyperparameters, float[] theta, int steps) {
    List<Step> taken = new ArrayList<>();
    try (Team team = new Team(2)) {
      BatchObjective objective = new BatchObjective(architecture, hyperparameters, x, N, team);
      Lbfgs.DEFAULT.minimize(objective, theta, new Limits(steps, 0), (step, at) -> taken.add(step));
    }
    return taken;
  }

  private double[] rhoHat(Architecture architecture, float[] theta) {
    try (Team team = new Team(1)) {
      BatchObjective objective = new BatchObjective(architecture, SPARSE, x, N, team);
      objective.valueAndGradient(theta, new float[theta.length]);
      return objective.activations().rhoHat();
    }
  }

  private static boolean movesOnly(int at, int count, float[] from, float[] to) {
    for (int i = 0; i < from.length; i++)
      if (from[i] != to[i] && (i < at || i >= at + count)) return false;
    return true;
  }

  private static boolean movesOnlyHiddenBiases(float[] from, float[] to) {
    return movesOnly(Parameters.b1(SHAPE), SHAPE.hidden(), from, to);
  }

  @Test
  void activationsFarFromTheTargetAreBroughtNearItFirst() {
    for (Architecture architecture : Architectures.all(SHAPE)) {
      if (!Penalty.hasRho(architecture.encoder())) continue;
      float[] theta = Parameters.random(architecture, 5);
      float[] start = theta.clone();
      train(architecture, SPARSE, theta, 1);
      assertThat(movesOnlyHiddenBiases(start, theta))
          .as(architecture.toString())
          .isTrue();
      // From about 0.5: three quarters of the way to a logit of −3.9 end at 0.05, and where inputs
      // of a unit differ
      // between examples its mean activation stays above.
      for (double mean : rhoHat(architecture, theta)) assertThat(mean).isBetween(0.04, 0.15);
    }
  }

  /** Outputs of a linear decoder begin anywhere: the values are brought to 5. */
  @Test
  void outputsThatAreWrongInTheMeanAreMendedThere() {
    for (int i = 0; i < x.length; i++) x[i] += 5;
    Hyperparameters none = new Hyperparameters(0, 0, 0.5);
    for (Architecture architecture : Architectures.all(SHAPE)) {
      if (architecture.decoder() != ActivationFunction.LINEAR) continue;
      float[] theta = Parameters.random(architecture, 5);
      float[] start = theta.clone();
      List<Step> steps = train(architecture, none, theta, 1);
      int b2 = Parameters.b2(architecture);
      assertThat(movesOnly(b2, 20, start, theta)).as(architecture.toString()).isTrue();
      float[] gradient = new float[theta.length];
      try (Team team = new Team(1)) {
        new BatchObjective(architecture, none, x, N, team).valueAndGradient(theta, gradient);
      }
      // Means of errors of about 5, in float32, which are 0 but for rounding.
      for (int k = 0; k < 20; k++) assertThat(gradient[b2 + k]).isEqualTo(0, offset(1e-5f));
      assertThat(steps.getLast().evaluations()).isEqualTo(2);
    }
  }

  /** What a checkpoint says of them counts, wherever the training is; one that says nothing is older than they are. */
  @Test
  void stepsThatAreOverAreNotTakenAgain() {
    Architecture architecture = Architecture.of(SHAPE);
    Map<String, Double> numbers = Map.of("pairs", 0.0, "since", 0.0);
    Map<String, Double> begun = Map.of("pairs", 0.0, "since", 0.0, "biases", 0.0);
    Map<String, Double> over = Map.of("pairs", 0.0, "since", 0.0, "biases", 2.0);
    for (Map<String, Double> memory : List.of(numbers, begun, over)) {
      float[] theta = Parameters.random(architecture, 5);
      float[] start = theta.clone();
      try (Team team = new Team(1)) {
        Start behind = Start.behind(
            List.of(new Step(3, 100, 1, 1, 4)), 0, new OptimizerState(Map.of(), memory));
        Lbfgs.DEFAULT.minimize(
            new BatchObjective(architecture, SPARSE, x, N, team),
            theta,
            behind,
            new Limits(4, 0),
            (step, at) -> true);
      }
      assertThat(movesOnlyHiddenBiases(start, theta))
          .as(memory.toString())
          .isEqualTo(memory.equals(begun));
    }
  }

  @Test
  void otherStartsAreNotMovedSo() {
    Architecture architecture = Architecture.of(SHAPE);
    float[] theta = Parameters.random(architecture, 5);
    float[] start = theta.clone();
    train(architecture, Hyperparameters.DEFAULT, theta, 1);
    assertThat(movesOnlyHiddenBiases(start, theta)).as("near the target").isFalse();
    assertThat(movesOnly(Parameters.b2(architecture), 20, start, theta)).isFalse();

    train(architecture, SPARSE, theta, 200);
    float[] trained = theta.clone();
    train(architecture, SPARSE, theta, 1);
    assertThat(movesOnlyHiddenBiases(trained, theta)).as("trained").isFalse();
  }

  /** Mean activations begin at 0.5 and are to be 0.01: what the first steps do must leave no output saturated. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aVerySparseCodeOfSmoothPatchesConverges(long seed) {
    NetworkShape shape = new NetworkShape(100, 100);
    float[] x = smoothPatches(new Samples(12), 1500, 10);
    List<Step> steps = new ArrayList<>();
    try (Team team = new Team(2)) {
      Outcome outcome = Lbfgs.DEFAULT.minimize(
          new BatchObjective(shape, new Hyperparameters(2e-4, 6, 0.01), x, 1500, team),
          Parameters.random(shape, seed),
          new Limits(400, 1e-4),
          (step, at) -> steps.add(step));
      assertThat(outcome).isEqualTo(Outcome.TOLERANCE);
    }
    assertThat(steps.getLast().evaluations()).isLessThan(400);
    assertThat(steps.get(30).cost()).isLessThan(1.05 * steps.getLast().cost());
  }

  /** Noise, averaged over neighbours twice, between 0.1 and 0.9. */
  private static float[] smoothPatches(Samples samples, int n, int side) {
    int wide = side + 4;
    float[] patches = new float[n * side * side];
    for (int i = 0; i < n; i++) {
      float[] noise = averaged(averaged(samples.pixels(wide * wide), wide), wide - 2);
      for (int p = 0; p < side * side; p++)
        patches[i * side * side + p] = Math.clamp(0.5f + 2 * (noise[p] - 0.5f), 0.1f, 0.9f);
    }
    return patches;
  }

  /** The mean of each 3×3 square. */
  private static float[] averaged(float[] square, int side) {
    int to = side - 2;
    float[] out = new float[to * to];
    for (int r = 0; r < to; r++)
      for (int c = 0; c < to; c++)
        for (int i = 0; i < 9; i++) out[r * to + c] += square[(r + i / 3) * side + c + i % 3] / 9;
    return out;
  }
}
