package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.optimize.Adam;
import fovea.optimize.ConjugateGradient;
import fovea.optimize.EveryOptimizerTest;
import fovea.optimize.GradientDescent;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.optimize.OptimizerState;
import fovea.optimize.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever iteration a run is broken off at, going on from there ends where the unbroken run ends, bit for bit. */
class ResumeTest {
  private static final int N = 40;
  private static final int UNSEEN = 20;
  private static final NetworkShape SHAPE = new NetworkShape(12, 7);

  /** Of noise: the held-out cost falls at first, then rises. */
  private final Samples samples = new Samples(171);

  private final float[] x = samples.pixels(N * 12);
  private final float[] unseen = samples.pixels(UNSEEN * 12);
  private final Team team = new Team(1);
  private Hyperparameters hyperparameters = Hyperparameters.DEFAULT;

  @AfterEach
  void close() {
    team.close();
  }

  static List<Optimizer> optimizers() {
    List<Optimizer> all = new ArrayList<>(EveryOptimizerTest.optimizers());
    all.add(new Lbfgs(3, Lbfgs.Preconditioner.NONE));
    all.add(new Lbfgs(3, Lbfgs.Preconditioner.KRONECKER));
    return all;
  }

  /** Keeps a copy of every checkpoint. */
  private static final class Everyone implements Checkpoints {
    private final List<Checkpoint> taken = new ArrayList<>();

    @Override
    public boolean wants(int iteration, boolean last) {
      return true;
    }

    @Override
    public void take(Checkpoint c) {
      taken.add(copy(c));
    }
  }

  /** A checkpoint with arrays of its own. */
  static Checkpoint copy(Checkpoint c) {
    Map<String, float[]> vectors = c.memory().vectors().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().clone()));
    return new Checkpoint(
        c.theta().clone(),
        new OptimizerState(vectors, c.memory().numbers()),
        List.copyOf(c.metrics()),
        new Checkpoint.Best(
            c.best().theta().clone(), c.best().iteration(), c.best().cost()));
  }

  private Trainer trainer(boolean validated) {
    // Everything anew, as in another process.
    Batch training = Batch.of(SHAPE, hyperparameters, x, N, team);
    return validated
        ? new Trainer(training, Batch.of(SHAPE, hyperparameters, unseen, UNSEEN, team), 5)
        : new Trainer(training);
  }

  private static List<Object> but(List<Metrics> rows) {
    return rows.stream()
        .<Object>map(m -> List.of(
            m.step(),
            m.explainedVariance(),
            m.meanActivation(),
            m.deadUnits(),
            m.saturatedUnits(),
            m.heldOut()))
        .toList();
  }

  private void everyBreak(Optimizer optimizer, Limits limits, boolean validated) {
    float[] theta = Parameters.random(SHAPE, 3);
    Everyone checkpoints = new Everyone();
    TrainingHistory whole = trainer(validated)
        .run(optimizer, theta, Optional.empty(), limits, (metrics, at) -> true, checkpoints);
    assertThat(checkpoints.taken).hasSize(whole.metrics().size());
    for (Checkpoint checkpoint : checkpoints.taken) {
      float[] again = new float[theta.length];
      List<Metrics> told = new ArrayList<>();
      TrainingHistory rest = trainer(validated)
          .run(
              optimizer,
              again,
              Optional.of(checkpoint),
              limits,
              (row, at) -> told.add(row),
              new Everyone());
      String where = "%s from %d".formatted(optimizer, checkpoint.iteration());
      assertThat(again).as(where).isEqualTo(theta);
      assertThat(but(rest.metrics())).as(where).isEqualTo(but(whole.metrics()));
      assertThat(rest.outcome()).as(where).isEqualTo(whole.outcome());
      assertThat(rest.keptIteration()).as(where).isEqualTo(whole.keptIteration());
      assertThat(told).hasSize(whole.metrics().size() - checkpoint.metrics().size());
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void anyIterationWillDo(Optimizer optimizer) {
    everyBreak(optimizer, new Limits(25, 0), false);
  }

  /** Here the first step of L-BFGS is that of the biases alone. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void whereTheStartIsFarFromTheSparsityWanted(Optimizer optimizer) {
    hyperparameters = new Hyperparameters(5e-4, 3, 0.01);
    everyBreak(optimizer, new Limits(25, 0), false);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void withHeldOutExamplesAndPatience(Optimizer optimizer) {
    everyBreak(optimizer, new Limits(40, 0), true);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void withALimitThatLooksBack(Optimizer optimizer) {
    everyBreak(optimizer, new Limits(40, 0, 2e-3, Double.POSITIVE_INFINITY), false);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aFinishedRunGoesOnWithMoreIterations(Optimizer optimizer) {
    float[] theta = Parameters.random(SHAPE, 3);
    Everyone checkpoints = new Everyone();
    trainer(false)
        .run(optimizer, theta, Optional.empty(), new Limits(9, 0), (m, at) -> true, checkpoints);
    TrainingHistory longer = trainer(false)
        .run(
            optimizer,
            theta,
            Optional.of(checkpoints.taken.getLast()),
            new Limits(17, 0),
            (m, at) -> true,
            Checkpoints.NONE);
    float[] unbroken = Parameters.random(SHAPE, 3);
    trainer(false).run(optimizer, unbroken, new Limits(17, 0), (m, at) -> true);
    assertThat(theta).isEqualTo(unbroken);
    assertThat(longer.last().step().iteration()).isEqualTo(17);
  }

  /** Ten seconds each time the clock is read: at the start twice, and twice after every step. */
  @Test
  void theSecondsGoOnWhereTheyWere() {
    AtomicLong nanos = new AtomicLong();
    Supplier<Limits> limits =
        () -> new Limits(100, 0, 0, 200, () -> nanos.getAndAdd(10_000_000_000L));
    Everyone checkpoints = new Everyone();
    float[] theta = Parameters.random(SHAPE, 3);
    trainer(false)
        .run(Lbfgs.DEFAULT, theta, Optional.empty(), limits.get(), (m, at) -> true, checkpoints);
    Checkpoint fourth = checkpoints.taken.get(4);
    TrainingHistory rest = trainer(false)
        .run(
            Lbfgs.DEFAULT,
            theta,
            Optional.of(fourth),
            limits.get(),
            (m, at) -> true,
            Checkpoints.NONE);
    assertThat(rest.outcome()).isEqualTo(Outcome.SECONDS);
    assertThat(rest.metrics().get(5).seconds())
        .isGreaterThan(fourth.metrics().getLast().seconds());
    assertThat(rest.last().seconds()).isBetween(180.0, 220.0);
  }

  @Test
  void whatIsNotOfThisRunIsRefused() {
    Everyone checkpoints = new Everyone();
    float[] theta = Parameters.random(SHAPE, 3);
    Limits limits = new Limits(3, 0);
    trainer(false)
        .run(new Adam(0.01), theta, Optional.empty(), limits, (m, at) -> true, checkpoints);
    Optional<Checkpoint> ofAdam = Optional.of(checkpoints.taken.getLast());
    for (Optimizer other :
        List.of(Lbfgs.DEFAULT, new ConjugateGradient(), new GradientDescent(0.1, 0, false)))
      assertThatThrownBy(() ->
              trainer(false).run(other, theta, ofAdam, limits, (m, at) -> true, Checkpoints.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("memory has no");
    assertThatThrownBy(() -> trainer(false)
            .run(new Adam(0.01), new float[5], ofAdam, limits, (m, at) -> true, Checkpoints.NONE))
        .hasMessageContaining("5");
    Checkpoint c = ofAdam.orElseThrow();
    OptimizerState crowded = new OptimizerState(Map.of(), Map.of("pairs", 1e9, "gamma", 1.0));
    assertThatThrownBy(() -> trainer(false)
            .run(
                Lbfgs.DEFAULT,
                theta,
                Optional.of(new Checkpoint(c.theta(), crowded, c.metrics(), c.best())),
                limits,
                (m, at) -> true,
                Checkpoints.NONE))
        .hasMessageContaining("pairs");
  }
}
