package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import fovea.diagnose.Float64Model;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Cost;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("numerics")
class BatchObjectiveTest {
  /** N, D, H: around the edges of tiles, panels, blocks and shards. */
  private static final int[][] SIZES = {
    {1, 1, 1},
    {2, 3, 5},
    {13, 5, 3},
    {13, 100, 25},
    {100, 33, 17},
    {500, 31, 65},
    {648, 32, 32},
    {961, 16, 16},
    {1300, 100, 25},
    {700, 192, 49},
    {5003, 20, 7}
  };

  @Test
  void equalsTheScalarReferenceBitForBitWithAnyNumberOfThreads() {
    Samples samples = new Samples(61);
    for (int[] size : SIZES) {
      int n = size[0];
      NetworkShape shape = new NetworkShape(size[1], size[2]);
      float[] x = samples.pixels(n * shape.inputs());
      float[] theta = Parameters.random(shape, 7);
      float[] expected = new float[theta.length];
      ScalarObjective reference = new ScalarObjective(shape, Hyperparameters.DEFAULT, x, n);
      double cost = reference.valueAndGradient(theta, expected);
      for (int threads : new int[] {1, 2, 5}) {
        try (Team team = new Team(threads)) {
          BatchObjective objective = new BatchObjective(shape, Hyperparameters.DEFAULT, x, n, team);
          // Twice, so that what the first evaluation leaves behind would show.
          for (int run = 0; run < 2; run++) {
            float[] gradient = new float[theta.length];
            String what = "N=%d, %s, %d threads, run %d".formatted(n, shape, threads, run);
            assertThat(objective.valueAndGradient(theta, gradient)).as(what).isEqualTo(cost);
            assertThat(gradient).as(what).isEqualTo(expected);
            assertThat(objective.cost()).isEqualTo(reference.cost());
            requireEqual(objective.activations(), reference.activations(), what);
            assertThat(objective.value(theta)).as(what).isEqualTo(cost);
            assertThat(objective.cost()).isEqualTo(reference.cost());
            requireEqual(objective.activations(), reference.activations(), what);
          }
        }
      }
    }
  }

  private static void requireEqual(Activations found, Activations expected, String what) {
    assertThat(found.rhoHat()).as(what).isEqualTo(expected.rhoHat());
    assertThat(found.rest()).as(what).isEqualTo(expected.rest());
    assertThat(found.lowest()).as(what).isEqualTo(expected.lowest());
    assertThat(found.highest()).as(what).isEqualTo(expected.highest());
  }

  @Test
  void unitsThatAreAlwaysOnOrOffAreCounted() {
    // 1300 examples are two shards, so the lowest and highest of both count. Unit 0 is off but for
    // one example, unit 1 off, unit 2 on, unit 3 on but for one example.
    int n = 1300;
    NetworkShape shape = new NetworkShape(1, 4);
    float[] theta = new float[Parameters.count(shape)];
    float[] weights = {20, 0, 0, -20};
    float[] biases = {-10, -10, 10, 10};
    System.arraycopy(weights, 0, theta, Parameters.w1(shape), 4);
    System.arraycopy(biases, 0, theta, Parameters.b1(shape), 4);
    try (Team team = new Team(2)) {
      for (int odd : new int[] {0, 700, 1299}) {
        float[] x = new float[n];
        x[odd] = 1;
        BatchObjective objective = new BatchObjective(shape, Hyperparameters.DEFAULT, x, n, team);
        objective.value(theta);
        Activations activations = objective.activations();
        for (int unit = 0; unit < 4; unit++) {
          assertThat(activations.isDead(unit)).as("unit %d", unit).isEqualTo(unit == 1);
          assertThat(activations.isSaturated(unit)).as("unit %d", unit).isEqualTo(unit == 2);
        }
        assertThat(activations.deadUnits()).isEqualTo(1);
        assertThat(activations.saturatedUnits()).isEqualTo(1);
        assertThat(activations.mean()).isEqualTo(0.5, offset(1e-4));
      }
    }
  }

  @Test
  void groupsOfShardsDoNotChangeTheTree() {
    // 41,003 examples are 64 shards, 41,700 are 65: from there on groups hold two shards, the last
    // one or two.
    Samples samples = new Samples(62);
    NetworkShape shape = new NetworkShape(3, 2);
    for (int n : new int[] {41_003, 41_700, 84_000, 100_001}) {
      float[] x = samples.pixels(n * 3);
      float[] theta = Parameters.random(shape, 8);
      float[] expected = new float[theta.length];
      double cost = new ScalarObjective(shape, Hyperparameters.DEFAULT, x, n)
          .valueAndGradient(theta, expected);
      try (Team team = new Team(3)) {
        float[] gradient = new float[theta.length];
        assertThat(new BatchObjective(shape, Hyperparameters.DEFAULT, x, n, team)
                .valueAndGradient(theta, gradient))
            .isEqualTo(cost);
        assertThat(gradient).isEqualTo(expected);
      }
    }
  }

  @Test
  void agreesWithDouble() {
    Samples samples = new Samples(63);
    for (int[] size : SIZES) {
      int n = size[0];
      NetworkShape shape = new NetworkShape(size[1], size[2]);
      float[] x = samples.pixels(n * shape.inputs());
      float[] theta = Parameters.random(shape, 9);
      for (Hyperparameters h : new Hyperparameters[] {
        Hyperparameters.DEFAULT, new Hyperparameters(0, 0, 0.5), new Hyperparameters(0.1, 3, 0.05)
      }) {
        double[] exact = new double[theta.length];
        Cost cost = new Float64Model(shape, h, Samples.toDouble(x))
            .valueAndGradient(Samples.toDouble(theta), exact);
        float[] gradient = new float[theta.length];
        try (Team team = new Team(2)) {
          BatchObjective objective = new BatchObjective(shape, h, x, n, team);
          double total = objective.valueAndGradient(theta, gradient);
          // An output is off by at most (H + 8) half ulps of 1; that moves Σe² by at most
          // 2·√(Σe²)·√D times as much.
          double off = (shape.hidden() + 8) * 0x1p-25;
          double tolerance =
              1e-6 * cost.total() + off * Math.sqrt(2 * cost.reconstruction() * shape.inputs());
          assertThat(total).isEqualTo(cost.total(), offset(tolerance));
        }
        double error = 0;
        double norm = 0;
        for (int i = 0; i < exact.length; i++) {
          error += (gradient[i] - exact[i]) * (gradient[i] - exact[i]);
          norm += exact[i] * exact[i];
        }
        assertThat(Math.sqrt(error / norm)).as("N=%d, %s, %s", n, shape, h).isLessThan(1e-4);
      }
    }
  }

  @Test
  void withoutSparsityASaturatedUnitIsNoProblem() {
    NetworkShape shape = new NetworkShape(2, 1);
    float[] theta = new float[Parameters.count(shape)];
    theta[Parameters.b1(shape)] = 200f;
    float[] gradient = new float[theta.length];
    try (Team team = new Team(1)) {
      BatchObjective objective = new BatchObjective(
          shape, new Hyperparameters(0, 0, 0.5), new float[] {0.5f, 0.25f}, 1, team);
      assertThat(objective.valueAndGradient(theta, gradient)).isEqualTo(0.03125);
      for (float g : gradient) assertThat(g).isFinite();
    }
  }
}
