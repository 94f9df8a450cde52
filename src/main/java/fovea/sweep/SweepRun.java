package fovea.sweep;

import fovea.features.FeatureQuality;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Parameters;
import fovea.optimize.DivergedException;
import fovea.optimize.Outcome;
import fovea.report.Features;
import fovea.report.FeaturesFigure;
import fovea.run.PreparedTraining;
import fovea.run.RunFolder;
import fovea.train.Batch;
import fovea.train.Evaluation;
import fovea.train.Metrics;
import fovea.train.TrainingHistory;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One run of a sweep: trains, judges the last model on the held-out examples and writes a run folder. */
final class SweepRun {
  private final Sweep sweep;
  private final Setting setting;
  private final Architecture network;
  private final SweepFolder folder;
  private final RunFolder run;
  private final SweepListener listener;

  /** Makes the run's folder. */
  SweepRun(Sweep sweep, Setting setting, SweepFolder folder, SweepListener listener)
      throws IOException {
    folder.requireInPlace();
    this.sweep = sweep;
    this.setting = setting;
    network = sweep.network().withHidden(setting.hidden());
    this.folder = folder;
    run = RunFolder.create(folder.run(setting), true);
    this.listener = listener;
  }

  /**
   * Runs it.
   *
   * @param stop whether to end after the current iteration
   * @return nothing if it was stopped; nothing is then left of the run
   */
  Optional<SweepResult> run(Team team, BooleanSupplier stop) throws IOException {
    long began = System.nanoTime();
    SweepData data = sweep.data();
    Batch training = Batch.of(
        network, setting.hyperparameters(), data.training().x(), data.training().count(), team);
    float[] theta = Parameters.random(network, setting.seed(), training.spread().rms());
    PreparedTraining prepared = new PreparedTraining(
        network,
        setting.hyperparameters(),
        data.preprocessing(),
        training,
        Optional.empty(),
        sweep.optimizer(),
        sweep.limits(),
        theta);
    Optional<TrainingHistory> course = train(prepared, stop);
    Outcome outcome = course.map(TrainingHistory::outcome).orElse(Outcome.DIVERGED);
    if (outcome == Outcome.STOPPED) {
      folder.discard(setting);
      return Optional.empty();
    }
    StoredModel model = prepared.model();
    run.write(model, course.map(TrainingHistory::metrics).orElse(List.of()));
    training.objective().value(theta);
    Features features = Features.of(
        model.network(),
        data.preprocessing(),
        data.tile(),
        training.objective().activations().rhoHat());
    draw(features);
    SweepResult result = new SweepResult(
        setting,
        SweepResult.text(outcome),
        course.map(c -> c.last().step().iteration()).orElse(0),
        course.map(c -> c.last().step().evaluations()).orElse(1),
        course
            .filter(c -> c.divergence().isEmpty())
            .map(c -> measure(c.last(), model.network(), features, team)),
        (System.nanoTime() - began) / 1e9);
    folder.finish(result);
    return Optional.of(result);
  }

  /** Nothing if the cost is not finite at the initial point. */
  private Optional<TrainingHistory> train(PreparedTraining prepared, BooleanSupplier stop) {
    try {
      return Optional.of(prepared.run((metrics, at) -> {
        listener.moved(setting, metrics);
        return !stop.getAsBoolean();
      }));
    } catch (DivergedException e) {
      return Optional.empty();
    }
  }

  private SweepResult.Measures measure(
      Metrics last, Autoencoder model, Features features, Team team) {
    SweepData.Part unseen = sweep.data().heldOut();
    Evaluation heldOut =
        Evaluation.of(model, setting.hyperparameters(), unseen.x(), unseen.count(), team);
    int h = setting.hidden();
    boolean[] dead = new boolean[h];
    boolean[] saturated = new boolean[h];
    for (int unit = 0; unit < h; unit++) {
      dead[unit] = heldOut.activations().isDead(unit);
      saturated[unit] = heldOut.activations().isSaturated(unit);
    }
    FeatureQuality quality = FeatureQuality.of(
        network.shape(),
        features.weights(),
        sweep.data().images() ? sweep.data().tile().channels() : 0,
        dead,
        saturated);
    return new SweepResult.Measures(
        last.step().cost(),
        last.cost().reconstruction(),
        last.cost().weightDecay(),
        last.cost().sparsity(),
        last.explainedVariance(),
        last.meanActivation(),
        heldOut.cost().total(),
        heldOut.mse(),
        heldOut.explainedVariance(),
        quality.dead(),
        quality.saturated(),
        quality.duplicates(),
        quality.gaborR2().map(r2 -> Arrays.stream(r2).sum() / h).orElse(Double.NaN),
        quality.score());
  }

  private void draw(Features features) throws IOException {
    FeaturesFigure.writeTiles(SweepFolder.tiles(run.path()), features);
    try {
      FeaturesFigure.write(run.figures().resolve("features.png"), features);
    } catch (IOException e) {
      // Some servers have no fonts to draw with.
      listener.undrawn(e);
    }
  }
}
