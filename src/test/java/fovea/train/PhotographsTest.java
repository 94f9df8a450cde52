package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.Notes;
import fovea.data.DataReader;
import fovea.data.Examples;
import fovea.data.PreprocessMode;
import fovea.data.Preprocessing;
import fovea.data.ReadOptions;
import fovea.diagnose.Float64Model;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.optimize.Float64Lbfgs;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Objective;
import fovea.optimize.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** L-BFGS on the photographs, in float32 and in double, from the same start. */
class PhotographsTest {
  @Test
  void thirtyIterationsOnSomePatchesReachTheCostOfDouble() {
    // Paths part early, as every rounding moves a non-convex search, and the costs along them
    // differ by more than later on.
    compare(1500, 30, 0.02);
  }

  /** The main job in full. Minutes: the double model is plain loops. */
  @Test
  @Tag("slow")
  void threeHundredIterationsOnTheDefaultPatchesReachTheCostOfDouble() {
    compare(10_240, 300, 0.005);
  }

  private static void compare(int patches, int iterations, double tolerance) {
    Examples examples = DataReader.trainPhotographs(new ReadOptions("data", patches, 16, 1));
    float[] x = Preprocessing.fit(PreprocessMode.AUTO, examples).apply(examples);
    NetworkShape shape = new NetworkShape(256, 64);
    float[] theta = Parameters.random(shape, 1);
    double[] theta64 = Samples.toDouble(theta);
    List<Step> steps = new ArrayList<>();
    try (Team team = new Team(2)) {
      Objective objective = new BatchObjective(shape, Hyperparameters.DEFAULT, x, patches, team);
      Lbfgs.DEFAULT.minimize(
          objective, theta, new Limits(iterations, 0), (step, at) -> steps.add(step));
    }
    double cost = steps.get(steps.size() - 1).cost();
    double expected = Float64Lbfgs.minimize(
        new Float64Model(shape, Hyperparameters.DEFAULT, Samples.toDouble(x)), theta64, iterations);
    Notes.take(
        "%d patches, %d iterations: from %.6f to %.6f in float32, %.6f in double",
        patches, iterations, steps.get(0).cost(), cost, expected);
    assertThat(cost).isLessThan(expected * (1 + tolerance));
  }
}
