package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.optimize.DivergedException;
import fovea.optimize.Divergence;
import fovea.optimize.GradientDescent;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.optimize.Outcome;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Noise, which a network can only learn by heart: the held-out cost falls at first, then rises. */
class TrainerTest {
  private static final int N = 6;
  private static final int UNSEEN = 30;
  private static final NetworkShape SHAPE = new NetworkShape(12, 10);
  private static final Hyperparameters NO_PENALTY = new Hyperparameters(0, 0, 0.5);

  private final Team team = new Team(2);
  private final Samples samples = new Samples(131);
  private final float[] x = samples.pixels(N * 12);
  private final float[] unseen = samples.pixels(UNSEEN * 12);
  private final Batch training = Batch.of(SHAPE, NO_PENALTY, x, N, team);
  private final Batch heldOut = Batch.of(SHAPE, NO_PENALTY, unseen, UNSEEN, team);
  private final float[] theta = Parameters.random(SHAPE, 6);

  @AfterEach
  void close() {
    team.close();
  }

  private TrainingHistory run(Trainer trainer, Optimizer optimizer, int iterations) {
    return trainer.run(optimizer, theta, new Limits(iterations, 0), (metrics, at) -> true);
  }

  private static double heldOutCost(Metrics metrics) {
    return metrics.heldOut().orElseThrow().cost();
  }

  @Test
  void keepsThePointOfTheLowestHeldOutCost() {
    TrainingHistory course = run(new Trainer(training, heldOut, 1000), Lbfgs.DEFAULT, 200);
    assertThat(course.outcome()).isIn(Outcome.ITERATIONS, Outcome.NO_PROGRESS);
    Metrics best = course.metrics().stream()
        .min(Comparator.comparingDouble(TrainerTest::heldOutCost))
        .orElseThrow();
    assertThat(course.kept()).isSameAs(best);
    assertThat(course.keptIteration()).isPositive();
    assertThat(heldOutCost(course.last())).isGreaterThan(1.01 * heldOutCost(best));
    assertThat(heldOut.objective().value(theta)).isEqualTo(heldOutCost(best));
    assertThat(training.objective().value(theta)).isEqualTo(best.step().cost());
  }

  @Test
  void patienceEndsTheRun() {
    TrainingHistory course = run(new Trainer(training, heldOut, 7), Lbfgs.DEFAULT, 200);
    assertThat(course.outcome()).isEqualTo(Outcome.PATIENCE);
    assertThat(course.last().step().iteration()).isEqualTo(course.keptIteration() + 7);
    assertThat(heldOut.objective().value(theta)).isEqualTo(heldOutCost(course.kept()));
  }

  /** A clock whose times lie between two microseconds, many of them in the middle, where roundings differ. */
  @Test
  void secondsAreThoseThatMetricsCsvGivesBack() {
    AtomicLong clock = new AtomicLong();
    Limits limits = new Limits(30, 0, 0, Double.POSITIVE_INFINITY, () -> clock.addAndGet(13_250));
    TrainingHistory course = new Trainer(training, heldOut, 1000)
        .run(Lbfgs.DEFAULT, theta, limits, (metrics, at) -> true);
    assertThat(course.metrics())
        .hasSizeGreaterThan(5)
        .allSatisfy(
            row -> assertThat(Double.parseDouble(String.format(Locale.ROOT, "%.6f", row.seconds())))
                .isEqualTo(row.seconds()));
  }

  @Test
  void withoutHeldOutExamplesTheLastPointIsKept() {
    TrainingHistory course = run(new Trainer(training), Lbfgs.DEFAULT, 30);
    assertThat(course.kept()).isSameAs(course.last());
    assertThat(course.last().heldOut()).isEmpty();
    assertThat(training.objective().value(theta)).isEqualTo(course.last().step().cost());
  }

  @Test
  void measuresWhatEvaluationMeasures() {
    TrainingHistory course = run(new Trainer(training, heldOut, 1000), Lbfgs.DEFAULT, 50);
    Autoencoder network = new Autoencoder(SHAPE, theta);
    Evaluation seen = Evaluation.of(network, NO_PENALTY, x, N, team);
    Metrics kept = course.kept();
    assertThat(kept.cost()).isEqualTo(seen.cost());
    assertThat(kept.explainedVariance()).isEqualTo(seen.explainedVariance());
    assertThat(kept.meanActivation()).isEqualTo(seen.activations().mean());
    assertThat(kept.deadUnits()).isEqualTo(seen.activations().deadUnits());
    assertThat(kept.saturatedUnits()).isEqualTo(seen.activations().saturatedUnits());
    Evaluation other = Evaluation.of(network, NO_PENALTY, unseen, UNSEEN, team);
    assertThat(kept.heldOut())
        .contains(new Metrics.HeldOut(other.cost().total(), other.explainedVariance()));
  }

  @Test
  void divergenceIsAnOutcomeAndKeepsTheBest() {
    Hyperparameters usual = Hyperparameters.DEFAULT;
    Batch seen = Batch.of(SHAPE, usual, x, N, team);
    Batch other = Batch.of(SHAPE, usual, unseen, UNSEEN, team);
    GradientDescent wild = new GradientDescent(1e5, 0, false);
    TrainingHistory course = run(new Trainer(seen, other, 1000), wild, 100);
    assertThat(course.outcome()).isEqualTo(Outcome.DIVERGED);
    assertThat(course.divergence().orElseThrow().iteration())
        .isEqualTo(course.metrics().size());
    assertThat(other.objective().value(theta)).isEqualTo(heldOutCost(course.kept()));
    assertThat(course.divergence().orElseThrow().divergence()).isEqualTo(Divergence.SATURATION);
    theta[0] = Float.NaN;
    assertThatThrownBy(() -> run(new Trainer(seen), wild, 100))
        .isInstanceOf(DivergedException.class);
  }

  /**
   * Without sparsity the decay alone makes weights grow without bound: each step multiplies them by 1 − rate·λ = −49.
   */
  @Test
  void anExplodingCostEndsTheRunAtItsLowest() {
    Batch seen = Batch.of(SHAPE, new Hyperparameters(0.5, 0, 0.5), x, N, team);
    TrainingHistory course = run(new Trainer(seen), new GradientDescent(100, 0, false), 100);
    assertThat(course.outcome()).isEqualTo(Outcome.DIVERGED);
    DivergedException divergence = course.divergence().orElseThrow();
    assertThat(divergence.divergence()).isEqualTo(Divergence.EXPLOSION);
    assertThat(divergence.iteration()).isEqualTo(course.last().step().iteration());
    assertThat(divergence.lastCost())
        .isLessThanOrEqualTo(1e6 * course.first().step().cost());
    assertThat(course.kept().step().cost())
        .isEqualTo(
            course.metrics().stream().mapToDouble(m -> m.step().cost()).min().orElseThrow());
    assertThat(seen.objective().value(theta)).isEqualTo(course.kept().step().cost());
  }

  @Test
  void weightsThatLeaveTheRangeOfFloatAreNotFinite() {
    Batch seen = Batch.of(SHAPE, new Hyperparameters(0.5, 0, 0.5), x, N, team);
    TrainingHistory course = run(new Trainer(seen), new GradientDescent(1e39, 0, false), 100);
    assertThat(course.divergence().orElseThrow().divergence()).isEqualTo(Divergence.NOT_FINITE);
    assertThat(course.keptIteration()).isZero();
  }

  @Test
  void theListenerCanStopIt() {
    AtomicInteger calls = new AtomicInteger();
    TrainingHistory course = new Trainer(training)
        .run(
            Lbfgs.DEFAULT, theta, new Limits(100, 0), (metrics, at) -> calls.incrementAndGet() < 5);
    assertThat(course.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(course.metrics()).hasSize(5);
    assertThatThrownBy(() -> new Trainer(training, heldOut, 0)).hasMessageContaining("patience");
  }
}
