package fovea.cli;

import fovea.data.Problems;
import fovea.features.FeatureStability;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.report.RunFigures;
import fovea.report.RunReport;
import fovea.run.RunConfig;
import fovea.run.RunFolder;
import fovea.run.TrainingData;
import fovea.run.TrainingRun;
import fovea.train.Batch;
import fovea.train.Evaluation;
import fovea.train.Metrics;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What people look at in a run's folder: figures and report.html. */
final class RunPage {
  private RunPage() {}

  /** Draws both for a run that has just ended. Where that fails, the user is told: the model is worth more. */
  static void draw(TrainingRun.Saved saved, TrainingData given, Batch training, Team team) {
    RunFolder folder = saved.folder();
    Autoencoder network = saved.model().network();
    Evaluation evaluation = Evaluation.of(network, training);
    // The page needs the team and waits for Gabor fits; the figures need neither.
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> figures = other.submit(() -> {
        RunFigures.write(
            folder.figures(),
            given.examples(),
            given.preprocessing(),
            given.x(),
            network,
            evaluation.activations().rhoHat(),
            saved.history().metrics(),
            given.settings().seed());
        return folder;
      });
      try {
        List<Metrics> costs = saved.history().metrics();
        write(
            folder,
            saved.config(),
            costs,
            given,
            network,
            saved.model().hyperparameters(),
            evaluation,
            Optional.empty(),
            team);
      } catch (IOException e) {
        Errors.print(
            "the model is saved, but report.html could not be written: " + Problems.text(e));
      } catch (OutOfMemoryError e) {
        // It reads held-out photographs, which training had no need of.
        Errors.print(("the model is saved, but its report does not fit in memory; "
                + "give more, such as FOVEA_OPTS=-Xmx8g, and run: %s report %s")
            .formatted(Shell.fovea(), Shell.quoted(folder.path())));
      }
      await(figures);
    }
  }

  private static void await(Future<?> figures) {
    try {
      figures.get();
    } catch (ExecutionException e) {
      // Some servers have no fonts to draw with.
      if (e.getCause() instanceof IOException cause)
        Errors.print(
            "the model is saved, but its figures could not be drawn: " + Problems.text(cause));
      else if (e.getCause() instanceof Error error) throw error;
      else throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Writes report.html.
   *
   * @param stability of the features, if they were compared with those of other models
   */
  static void write(
      RunFolder folder,
      RunConfig config,
      List<Metrics> costs,
      TrainingData given,
      Autoencoder network,
      Hyperparameters hyperparameters,
      Evaluation evaluation,
      Optional<FeatureStability> stability,
      Team team)
      throws IOException {
    new RunReport(
            folder.name(),
            config,
            costs,
            given.examples(),
            given.preprocessing(),
            given.x(),
            network,
            evaluation,
            Optional.empty(),
            stability,
            given
                .unseen()
                .map(held -> new RunReport.Unseen(
                    held.examples().source(), held.evaluate(network, hyperparameters, team))))
        .write(folder.report());
  }
}
