package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.diagnose.Float64Model;
import fovea.kernels.Elementwise;
import fovea.kernels.Lanes;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.optimize.Float64Lbfgs;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Outcome;
import fovea.optimize.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a run ends that may go on as long as it likes. */
@Tag("numerics")
class ConvergenceTest {
  private static final Limits ENDLESS = new Limits(100_000, 0);

  private final List<Step> steps = new ArrayList<>();

  private Outcome train(
      NetworkShape shape, Hyperparameters hyperparameters, float[] x, float[] theta) {
    try (Team team = new Team(1)) {
      int n = x.length / shape.inputs();
      return Lbfgs.DEFAULT.minimize(
          new BatchObjective(shape, hyperparameters, x, n, team),
          theta,
          ENDLESS,
          (step, at) -> steps.add(step));
    }
  }

  /** Many equal examples: what a chain of equal summands loses to rounding has the same sign in all of them. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7})
  void aOneHotTableOfFourKindsConverges(long seed) {
    int n = 2000;
    NetworkShape shape = new NetworkShape(4, 4);
    Samples samples = new Samples(seed);
    float[] x = new float[n * 4];
    for (int i = 0; i < n; i++) x[4 * i + samples.between(0, 3)] = 1;
    float[] theta = Parameters.random(shape, seed);
    Outcome outcome = train(shape, new Hyperparameters(5e-4, 0.2, 0.1), x, theta);
    assertThat(outcome).isEqualTo(Outcome.CONVERGED);
    assertThat(steps.getLast().evaluations()).isLessThan(200);
    assertThat(steps.getLast().gradientNorm()).isLessThan(1e-6);
  }

  @Test
  void aSmallTableConvergesToTheMinimumOfDouble() {
    NetworkShape shape = new NetworkShape(17, 7);
    float[] x = new Samples(3).pixels(131 * 17);
    float[] theta = Parameters.random(shape, 3);
    Outcome outcome = train(shape, Hyperparameters.DEFAULT, x, theta);
    assertThat(outcome).isEqualTo(Outcome.CONVERGED);
    Float64Model model = new Float64Model(shape, Hyperparameters.DEFAULT, Samples.toDouble(x));
    double[] there = Samples.toDouble(theta);
    double cost = model.cost(there).total();
    double minimum = Float64Lbfgs.minimize(model, there, 100);
    assertThat(cost - minimum).isBetween(0.0, 1e-9);
  }

  /** Blocks of rows end where chains end: what the cost is summed of does not depend on the size of blocks. */
  @Test
  void blocksHaveWholeChains() {
    assertThat(Lanes.ROW_MULTIPLE % Elementwise.CHAIN).isZero();
    assertThat(Shards.MULTIPLE % Elementwise.CHAIN).isZero();
  }
}
