package fovea.sweep;

import fovea.data.ExampleShape;
import fovea.features.FeatureQuality;
import fovea.io.JsonFile;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.Parameters;
import fovea.optimize.DivergedException;
import fovea.optimize.Outcome;
import fovea.report.Features;
import fovea.report.FeaturesFigure;
import fovea.report.RunReport;
import fovea.report.TileShape;
import fovea.run.PreparedTraining;
import fovea.run.RunConfig;
import fovea.run.RunFolder;
import fovea.run.RunSettings;
import fovea.run.TrainingData;
import fovea.train.Batch;
import fovea.train.Evaluation;
import fovea.train.Metrics;
import fovea.train.TrainingHistory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One run of a sweep: trains, judges the last model on the held-out examples and writes a run folder with its report.
 */
final class SweepRun {
  private final Sweep sweep;
  private final TrainingData data;
  private final Setting setting;
  private final RunSettings settings;
  private final Architecture network;
  private final SweepFolder folder;
  private final RunFolder run;
  private final SweepListener listener;

  /** Makes the run's folder. */
  SweepRun(Sweep sweep, Setting setting, SweepFolder folder, SweepListener listener)
      throws IOException {
    folder.requireInPlace();
    this.sweep = sweep;
    data = sweep.data();
    this.setting = setting;
    RunSettings common = sweep.settings();
    network = common.network().withInputs(data.inputs()).withHidden(setting.hidden());
    settings = new RunSettings(
        common.data(),
        common.validation(),
        network,
        setting.hyperparameters(),
        common.init(),
        common.optimizer(),
        common.limits());
    this.folder = folder;
    run = RunFolder.create(folder.run(setting), true);
    this.listener = listener;
  }

  /** A sweep always holds examples out. */
  static TrainingData.HeldOut heldOut(TrainingData data) {
    return data.heldOut()
        .orElseThrow(() -> new IllegalStateException("a sweep always holds out examples"));
  }

  /** Whether an example is an image, to whose luminance a Gabor function can be fitted. */
  static boolean images(TrainingData data) {
    return data.preprocessing().patches().isPresent()
        || data.examples().shape() instanceof ExampleShape.Patch;
  }

  /**
   * Runs it.
   *
   * @param stop whether to end after the current iteration
   * @return nothing if it was stopped; nothing is then left of the run
   */
  Optional<SweepResult> run(Team team, BooleanSupplier stop) throws IOException {
    long began = System.nanoTime();
    Hyperparameters hyperparameters = setting.hyperparameters();
    Batch training = data.batch(network, hyperparameters, team);
    float[] theta = Parameters.random(network, setting.seed(), training.spread().rms());
    PreparedTraining prepared = new PreparedTraining(
        network,
        hyperparameters,
        data.preprocessing(),
        data.columns(),
        training,
        Optional.empty(),
        settings.optimizer(),
        settings.limits(),
        theta);
    Optional<TrainingHistory> course = train(prepared, stop);
    Outcome outcome = course.map(TrainingHistory::outcome).orElse(Outcome.DIVERGED);
    if (outcome == Outcome.STOPPED) {
      folder.discard(setting);
      return Optional.empty();
    }
    StoredModel model = prepared.model();
    run.write(model, course.map(TrainingHistory::metrics).orElse(List.of()));
    Evaluation seen = Evaluation.of(model.network(), training);
    Evaluation unseen = heldOut(data).evaluate(model.network(), hyperparameters, team);
    TileShape tile = TileShape.of(data.examples().shape(), data.preprocessing());
    Features features = Features.of(
        model.network(), data.preprocessing(), tile, seen.activations().rhoHat());
    draw(features);
    FeatureQuality quality = quality(unseen, features);
    if (course.isPresent()) report(course.get(), model.network(), seen, unseen, quality, team);
    SweepResult result = new SweepResult(
        setting,
        SweepResult.text(outcome),
        course.map(c -> c.last().step().iteration()).orElse(0),
        course.map(c -> c.last().step().evaluations()).orElse(1),
        course.filter(c -> c.divergence().isEmpty()).map(c -> measure(c.last(), unseen, quality)),
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

  /** Writes config.json and report.html, as 'train' does. */
  private void report(
      TrainingHistory course,
      Autoencoder model,
      Evaluation seen,
      Evaluation unseen,
      FeatureQuality quality,
      Team team)
      throws IOException {
    RunConfig config = RunConfig.of(
            sweep.version(),
            sweep.arguments(),
            settings,
            data,
            RunConfig.Training.of(settings.optimizer(), settings.limits()),
            new RunConfig.Conduct(team.size(), null, false),
            RunConfig.Machine.here(team.size()))
        .ended(RunConfig.Result.of(course));
    JsonFile.write(run.config(), config);
    new RunReport(
            run.name(),
            config,
            course.metrics(),
            data.examples(),
            data.preprocessing(),
            data.x(),
            model,
            seen,
            Optional.of(quality),
            Optional.empty(),
            Optional.of(new RunReport.Unseen(heldOut(data).examples().source(), unseen)))
        .write(run.report());
  }

  /** Of the features, by what the units do on held-out examples. */
  private FeatureQuality quality(Evaluation heldOut, Features features) {
    int h = setting.hidden();
    boolean[] dead = new boolean[h];
    boolean[] saturated = new boolean[h];
    for (int unit = 0; unit < h; unit++) {
      dead[unit] = heldOut.activations().isDead(unit);
      saturated[unit] = heldOut.activations().isSaturated(unit);
    }
    return FeatureQuality.of(
        network.shape(),
        features.weights(),
        images(data) ? features.tile().channels() : 0,
        dead,
        saturated);
  }

  private static SweepResult.Measures measure(
      Metrics last, Evaluation heldOut, FeatureQuality quality) {
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
        quality.meanR2(),
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
