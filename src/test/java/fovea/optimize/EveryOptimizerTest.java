package fovea.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.train.BatchObjective;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each of them. */
public class EveryOptimizerTest {
  private static final int N = 200;
  private static final NetworkShape SHAPE = new NetworkShape(12, 5);

  public static List<Optimizer> optimizers() {
    return List.of(
        Lbfgs.DEFAULT,
        new Lbfgs(1, Lbfgs.Preconditioner.NONE),
        new ConjugateGradient(),
        new Adam(0.01),
        new GradientDescent(0.1, 0, false),
        new GradientDescent(0.1, 0.5, false),
        new GradientDescent(0.1, 0.5, true));
  }

  /** Remembers where it was evaluated last, and how often it was. */
  private static final class Watched implements Objective {
    private final Objective objective;
    private float[] last = {};
    private int evaluations;
    private double cost;

    Watched(Objective objective) {
      this.objective = objective;
    }

    @Override
    public int size() {
      return objective.size();
    }

    @Override
    public double valueAndGradient(float[] theta, float[] gradient) {
      evaluations++;
      last = theta.clone();
      cost = objective.valueAndGradient(theta, gradient);
      return cost;
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void findsTheMinimumOfAQuadratic(Optimizer optimizer) {
    float[] minimum = new Samples(91).signed(50, 2);
    float[] theta = new float[50];
    Outcome outcome = optimizer.minimize(
        Quadratic.tridiagonal(minimum), theta, new Limits(3000, 1e-4), (step, at) -> true);
    assertThat(outcome).isEqualTo(Outcome.TOLERANCE);
    // No eigenvalue is below 1, so theta is no further away than the gradient is long.
    for (int i = 0; i < 50; i++) assertThat(theta[i]).isEqualTo(minimum[i], offset(1.1e-4f));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void lowersTheCostOfAnAutoencoder(Optimizer optimizer) {
    float[] x = new Samples(92).pixels(N * 12);
    float[] theta = Parameters.random(SHAPE, 3);
    List<Step> steps = new ArrayList<>();
    try (Team team = new Team(2)) {
      optimizer.minimize(
          new BatchObjective(SHAPE, Hyperparameters.DEFAULT, x, N, team),
          theta,
          new Limits(60, 0),
          (step, at) -> steps.add(step));
    }
    assertThat(steps.getLast().cost()).isLessThan(0.9 * steps.getFirst().cost());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void theListenerSeesThePointThatTheObjectiveSawLast(Optimizer optimizer) {
    float[] x = new Samples(93).pixels(N * 12);
    float[] theta = Parameters.random(SHAPE, 3);
    float[] before = theta.clone();
    List<Step> steps = new ArrayList<>();
    try (Team team = new Team(2)) {
      Watched objective =
          new Watched(new BatchObjective(SHAPE, Hyperparameters.DEFAULT, x, N, team));
      Outcome outcome = optimizer.minimize(objective, theta, new Limits(15, 0), (step, at) -> {
        assertThat(at).isEqualTo(objective.last);
        assertThat(step.cost()).isEqualTo(objective.cost);
        assertThat(step.evaluations()).isEqualTo(objective.evaluations);
        double square = 0;
        for (int i = 0; i < at.length; i++)
          square += ((double) at[i] - before[i]) * ((double) at[i] - before[i]);
        assertThat(step.stepLength()).isEqualTo(Math.sqrt(square), offset(1e-6));
        assertThat(step.stepLength() > 0).isEqualTo(step.iteration() > 0);
        System.arraycopy(at, 0, before, 0, at.length);
        return steps.add(step);
      });
      assertThat(outcome).isEqualTo(Outcome.ITERATIONS);
      assertThat(steps).hasSize(16);
      for (int i = 0; i < 16; i++) assertThat(steps.get(i).iteration()).isEqualTo(i);
      assertThat(theta).as("what is left behind").isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void doesTheSameAgain(Optimizer optimizer) {
    float[] minimum = new Samples(94).signed(50, 2);
    float[][] ends = new float[2][50];
    for (float[] theta : ends)
      optimizer.minimize(
          Quadratic.tridiagonal(minimum), theta, new Limits(7, 0), (step, at) -> true);
    assertThat(ends[1]).isEqualTo(ends[0]);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void stopsWhenToldTo(Optimizer optimizer) {
    float[] minimum = new Samples(95).signed(50, 2);
    List<Step> steps = new ArrayList<>();
    Outcome outcome = optimizer.minimize(
        Quadratic.tridiagonal(minimum), new float[50], new Limits(100, 0), (step, at) -> {
          steps.add(step);
          return step.iteration() < 3;
        });
    assertThat(outcome).isEqualTo(Outcome.STOPPED);
    assertThat(steps).hasSize(4);
  }
}
