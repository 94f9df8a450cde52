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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizersTest {
  private static final Limits HUNDRED = new Limits(100, 0);

  /** Rosenbrock's valley in two dimensions, its minimum 0 at (1, 1). */
  private static class Rosenbrock implements Objective {
    private double last;
    private int evaluations;

    @Override
    public int size() {
      return 2;
    }

    @Override
    public double valueAndGradient(float[] theta, float[] gradient) {
      evaluations++;
      double x = theta[0];
      double y = theta[1];
      gradient[0] = (float) (-400 * x * (y - x * x) - 2 * (1 - x));
      gradient[1] = (float) (200 * (y - x * x));
      last = 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
      return last;
    }
  }

  @Test
  void lbfgsFindsTheEndOfRosenbrocksValley() {
    Rosenbrock valley = new Rosenbrock();
    float[] theta = {-1.2f, 1f};
    List<Step> steps = new ArrayList<>();
    Lbfgs.DEFAULT.minimize(valley, theta, new Limits(100, 1e-4), (step, at) -> steps.add(step));
    assertThat(theta[0]).isEqualTo(1f, offset(1e-3f));
    assertThat(theta[1]).isEqualTo(1f, offset(2e-3f));
    // Textbook implementations need about 35 iterations from here.
    assertThat(steps.size()).isLessThan(60);
    assertThat(valley.evaluations).isLessThan(90);
    for (int i = 1; i < steps.size(); i++)
      assertThat(steps.get(i).cost()).isLessThan(steps.get(i - 1).cost());
  }

  @Test
  void lbfgsStopsWhereFloat32ResolvesNoLowerCost() {
    Rosenbrock valley = new Rosenbrock();
    float[] theta = {-1.2f, 1f};
    Outcome outcome =
        Lbfgs.DEFAULT.minimize(valley, theta, new Limits(100_000, 0), (step, at) -> true);
    assertThat(outcome).isIn(Outcome.NO_PROGRESS, Outcome.TOLERANCE);
    assertThat(theta[0]).isEqualTo(1f, offset(1e-3f));
  }

  /** Flat but for a dent where curvature is negative: pairs from there are refused. */
  @Test
  void lbfgsForgetsTheOldestPairWhenItRefusesANewOne() {
    Objective wave = new Objective() {
      private double last;

      @Override
      public int size() {
        return 1;
      }

      @Override
      public double valueAndGradient(float[] theta, float[] gradient) {
        gradient[0] = (float) Math.cos(theta[0]);
        last = Math.sin(theta[0]);
        return last;
      }
    };
    for (int history = 1; history <= 3; history++) {
      for (float start = -4; start < 4; start += 0.37f) {
        float[] theta = {start};
        List<Step> steps = new ArrayList<>();
        new Lbfgs(history, Lbfgs.Preconditioner.NONE)
            .minimize(wave, theta, new Limits(50, 1e-3), (step, at) -> steps.add(step));
        assertThat(Math.sin(theta[0]))
            .as("history %d, start %s", history, start)
            .isEqualTo(-1, offset(1e-5));
        for (int i = 1; i < steps.size(); i++)
          assertThat(steps.get(i).cost()).isLessThan(steps.get(i - 1).cost());
      }
    }
  }

  @Test
  void gradientDescentFollowsTheCurveOfDouble() {
    Samples samples = new Samples(82);
    int n = 300;
    NetworkShape shape = new NetworkShape(25, 9);
    float[] x = samples.pixels(n * 25);
    float[] theta = Parameters.random(shape, 4);
    double[] theta64 = Samples.toDouble(theta);
    double[] gradient64 = new double[theta64.length];
    double[] velocity64 = new double[theta64.length];
    Float64Model model = new Float64Model(shape, Hyperparameters.DEFAULT, Samples.toDouble(x));
    List<Step> steps = new ArrayList<>();
    try (Team team = new Team(2)) {
      new GradientDescent(0.5, 0.25, false)
          .minimize(
              new BatchObjective(shape, Hyperparameters.DEFAULT, x, n, team),
              theta,
              HUNDRED,
              (step, at) -> steps.add(step));
    }
    for (Step step : steps) {
      double cost = model.valueAndGradient(theta64, gradient64).total();
      assertThat(step.cost()).isEqualTo(cost, offset(1e-4 * cost));
      for (int i = 0; i < theta64.length; i++) {
        velocity64[i] = 0.25 * velocity64[i] - 0.5 * gradient64[i];
        theta64[i] += velocity64[i];
      }
    }
  }

  /** Against the equations of Sutskever and others, whose theta trails the one here by m·v. */
  @Test
  void nesterovsMomentumIsTheGradientWhereMomentumLeads() {
    float[] minimum = new Samples(84).signed(30, 2);
    Quadratic quadratic = Quadratic.tridiagonal(minimum);
    float[] theta = new float[30];
    double[] trailing = new double[30];
    double[] velocity = new double[30];
    float[] gradient = new float[30];
    new GradientDescent(0.05, 0.75, true)
        .minimize(quadratic, theta, new Limits(40, 0), (step, at) -> {
          float[] ahead = new float[30];
          for (int i = 0; i < 30; i++) ahead[i] = (float) (trailing[i] + 0.75 * velocity[i]);
          assertThat(at).containsExactly(ahead, offset(1e-5f));
          quadratic.valueAndGradient(ahead, gradient);
          for (int i = 0; i < 30; i++) {
            velocity[i] = 0.75 * velocity[i] - 0.05 * gradient[i];
            trailing[i] += velocity[i];
          }
          return true;
        });
  }

  @Test
  void divergenceLeavesTheLastFinitePoint() {
    Samples samples = new Samples(83);
    NetworkShape shape = new NetworkShape(12, 5);
    float[] x = samples.pixels(100 * 12);
    float[] theta = Parameters.random(shape, 5);
    List<Step> steps = new ArrayList<>();
    try (Team team = new Team(1)) {
      Objective objective = new BatchObjective(shape, Hyperparameters.DEFAULT, x, 100, team);
      assertThatThrownBy(() -> new GradientDescent(1e5, 0, false)
              .minimize(objective, theta, HUNDRED, (step, at) -> steps.add(step)))
          .isInstanceOfSatisfying(DivergedException.class, e -> {
            assertThat(e.iteration()).isEqualTo(steps.size());
            assertThat(e.lastCost()).isEqualTo(steps.get(steps.size() - 1).cost());
          });
      assertThat(objective.valueAndGradient(theta, new float[theta.length]))
          .isEqualTo(steps.get(steps.size() - 1).cost());
    }
  }

  @Test
  void lbfgsComesBackFromBeyondTheFiniteAndSaysWhereItCannotBegin() {
    Rosenbrock cliff = new Rosenbrock() {
      @Override
      public double valueAndGradient(float[] theta, float[] gradient) {
        double cost = super.valueAndGradient(theta, gradient);
        return theta[0] > -0.9f && theta[0] < 0.5f && theta[1] > 1.05f
            ? Double.POSITIVE_INFINITY
            : cost;
      }
    };
    float[] theta = {-1.2f, 1f};
    Lbfgs.DEFAULT.minimize(cliff, theta, new Limits(200, 1e-4), (step, at) -> true);
    assertThat(theta[0]).isEqualTo(1f, offset(1e-3f));
    assertThatThrownBy(() -> Lbfgs.DEFAULT.minimize(
            new Rosenbrock(), new float[] {Float.NaN, 1f}, HUNDRED, (step, at) -> true))
        .isInstanceOf(DivergedException.class);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new GradientDescent(0, 0, false))
        .hasMessageContaining("learning rate");
    assertThatThrownBy(() -> new GradientDescent(0.1, 1, false)).hasMessageContaining("momentum");
    assertThatThrownBy(() -> new Lbfgs(0, Lbfgs.Preconditioner.NONE))
        .hasMessageContaining("history");
  }
}
