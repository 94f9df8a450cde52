package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.optimize.ConjugateGradient;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.optimize.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("numerics")
class GrowthTest {
  private static final int D = 6;

  /** Three samples' worth; only counted. */
  private static final int MANY = 350_000;

  /** The fewest examples and iterations, about, that begin on a sample. */
  private static final int N = 60_000;

  private static final NetworkShape SHAPE = new NetworkShape(D, 3);
  private static final Architecture ARCHITECTURE = Architecture.of(SHAPE);
  private static final Hyperparameters WEIGHTS = new Hyperparameters(1e-4, 0.2, 0.5);
  private static final Limits LIMITS = new Limits(40, 0, 0, Double.POSITIVE_INFINITY);

  private final float[] x = new Samples(91).pixels(MANY * D);

  private static List<Integer> strides(float[] x, int n, Optimizer optimizer, int iterations) {
    try (Team team = new Team(2)) {
      Batch all = Batch.of(SHAPE, WEIGHTS, x, n, team);
      return Growth.of(all, optimizer, new Limits(iterations, 0)).strides();
    }
  }

  @Test
  void samplesAreEightTimesLargerEach() {
    assertThat(strides(x, MANY, Lbfgs.DEFAULT, 300)).containsExactly(64, 8, 1);
    assertThat(strides(x, 100_000, Lbfgs.DEFAULT, 300)).containsExactly(8, 1);
    assertThat(strides(x, 50_000, Lbfgs.DEFAULT, 300)).containsExactly(1);
  }

  @Test
  void whoeverWantsFewIterationsOrNoSamplesGetsNone() {
    assertThat(strides(x, MANY, Lbfgs.DEFAULT, 60)).containsExactly(8, 1);
    assertThat(strides(x, MANY, Lbfgs.DEFAULT, 30)).containsExactly(1);
    assertThat(strides(x, MANY, new ConjugateGradient(), 300)).containsExactly(1);
    Lbfgs off = new Lbfgs(5, Lbfgs.Preconditioner.KRONECKER, Lbfgs.Progressive.OFF);
    assertThat(strides(x, MANY, off, 300)).containsExactly(1);
  }

  /** What a training gives, and its points. */
  private record Trained(float[] theta, List<Metrics> rows, Outcome outcome) {}

  private static Trained train(BatchCost objective) {
    float[] theta = Parameters.random(SHAPE, 3);
    TrainingHistory history =
        new Trainer(Batch.of(objective)).run(Lbfgs.DEFAULT, theta, LIMITS, (metrics, at) -> true);
    return new Trained(theta, history.metrics(), history.outcome());
  }

  @Test
  void itEndsOnAllExamplesWithTheExactCost() {
    try (Team team = new Team(1)) {
      Trained trained = train(new BatchObjective(SHAPE, WEIGHTS, x, N, team));
      List<Metrics> rows = trained.rows;
      assertThat(rows.getFirst().examples()).isBetween(N / 8, N / 7);
      assertThat(rows.getLast().examples()).isEqualTo(N);
      assertThat(trained.outcome).isEqualTo(Outcome.ITERATIONS);
      int first = 0;
      for (int i = 0; i < rows.size(); i++) {
        assertThat(rows.get(i).step().iteration()).isEqualTo(i);
        if (i > 0) {
          assertThat(rows.get(i).examples())
              .isGreaterThanOrEqualTo(rows.get(i - 1).examples());
          assertThat(rows.get(i).step().evaluations())
              .isGreaterThan(rows.get(i - 1).step().evaluations());
        }
        if (rows.get(i).examples() < N) first = i + 1;
      }
      // No more than a quarter of the iterations go to samples.
      assertThat(first).isBetween(2, 11);
      // All begins where the sample ended.
      assertThat(rows.get(first).step().stepLength()).isZero();
      double cost = new BatchObjective(SHAPE, WEIGHTS, x, N, team).value(trained.theta);
      assertThat(rows.getLast().step().cost()).isEqualTo(cost);
    }
  }

  @Test
  void theSameBitsFromMemoryFromDiskAndFromSeveralMachines() {
    Rows rows = (first, count, to) -> System.arraycopy(x, first * D, to, 0, count * D);
    try (Team one = new Team(1);
        Team three = new Team(3)) {
      Trained memory = train(new BatchObjective(SHAPE, WEIGHTS, x, N, one));
      Trained disk = train(new BatchObjective(ARCHITECTURE, WEIGHTS, () -> rows, N, three));
      ShardGroups groups = ShardGroups.of(Shards.of(N), 5);
      Trained machines = train(new DistributedObjective(
          ARCHITECTURE, WEIGHTS, N, new DistributedObjectiveTest.Crew(ARCHITECTURE, groups, x)));
      assertThat(disk.theta).isEqualTo(memory.theta);
      assertThat(machines.theta).isEqualTo(memory.theta);
    }
  }

  /** On the sample, around its end, and on all examples. */
  @Test
  void aBreakChangesNothing() {
    List<Checkpoint> taken = new ArrayList<>();
    float[] theta = Parameters.random(SHAPE, 3);
    Checkpoints all = new Checkpoints() {
      @Override
      public boolean wants(int iteration, boolean last) {
        return true;
      }

      @Override
      public void take(Checkpoint c) {
        taken.add(ResumeTest.copy(c));
      }
    };
    try (Team team = new Team(1)) {
      TrainingHistory whole = new Trainer(Batch.of(SHAPE, WEIGHTS, x, N, team))
          .run(Lbfgs.DEFAULT, theta, Optional.empty(), LIMITS, (metrics, at) -> true, all);
      assertThat(taken).hasSize(whole.metrics().size());
      assertThat(whole.metrics().getFirst().examples()).isLessThan(N);
      int grown = 0;
      while (whole.metrics().get(grown).examples() < N) grown++;
      for (Checkpoint checkpoint : taken) {
        int iteration = checkpoint.iteration();
        if (iteration % 8 != 0 && Math.abs(iteration - grown) > 1) continue;
        float[] again = new float[theta.length];
        TrainingHistory rest = new Trainer(Batch.of(SHAPE, WEIGHTS, x, N, team))
            .run(
                Lbfgs.DEFAULT,
                again,
                Optional.of(checkpoint),
                LIMITS,
                (metrics, at) -> true,
                Checkpoints.NONE);
        assertThat(again).as("from %d", checkpoint.iteration()).isEqualTo(theta);
        assertThat(rest.metrics().stream()
                .map(m -> List.of(m.step(), m.examples()))
                .toList())
            .isEqualTo(whole.metrics().stream()
                .map(m -> List.of(m.step(), m.examples()))
                .toList());
      }
    }
  }
}
