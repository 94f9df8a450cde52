package fovea;

import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.ReadOptions;
import fovea.data.Split;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.Parameters;
import fovea.run.DataSettings;
import fovea.run.PreparedTraining;
import fovea.run.TrainingData;
import fovea.train.MetricsListener;
import fovea.train.TrainingHistory;
import java.util.Optional;

/** Trains a sparse autoencoder in one call. docs/library.md shows how, and how to do it in parts. */
public final class Fovea {
  private Fovea() {}

  /** {@link #train(Examples, TrainingSettings, MetricsListener)} until it ends by itself. */
  public static TrainedModel train(Examples examples, TrainingSettings settings) {
    return train(examples, settings, metrics -> true);
  }

  /**
   * Fits the preprocessing and trains a network. The same examples and settings give the same model, bit for bit, as the command
   * {@code train} does. A cost that becomes infinite ends training; {@link TrainingHistory#divergence} tells.
   *
   * @param listener called at the initial point and after every iteration, on the calling thread; ends training by returning false
   * @throws InputException if the examples cannot be used with these settings
   */
  public static TrainedModel train(
      Examples examples, TrainingSettings settings, MetricsListener listener) {
    Optional<Split> split = settings.heldOut() == 0
        ? Optional.empty()
        : Optional.of(Split.draw(examples, settings.heldOut(), settings.seed()));
    Examples training = split.map(Split::training).orElse(examples);
    DataSettings data = new DataSettings(
        Optional.empty(),
        ReadOptions.defaults().withSeed(settings.seed()),
        settings.preprocessing(),
        settings.corruption(),
        false);
    TrainingData given =
        TrainingData.of(data, training, split.map(Split::heldOut), settings.decoder());
    Architecture architecture = settings.architecture(given.inputs());
    Hyperparameters hyperparameters = settings.hyperparameters();
    try (Team team = new Team(settings.threads())) {
      PreparedTraining prepared = new PreparedTraining(
          architecture,
          hyperparameters,
          given.preprocessing(),
          given.batch(architecture, hyperparameters, team),
          given
              .heldOutBatch(architecture, hyperparameters, team)
              .map(batch -> new PreparedTraining.HeldOut(batch, settings.patience())),
          settings.optimizer(),
          settings.limits(),
          Parameters.random(architecture, settings.seed()));
      prepared.requireFiniteStart(heldOut ->
          "%s: the cost is not finite at the initial point: look for values that are not finite, or take a smaller lambda or beta"
              .formatted(training.source()));
      TrainingHistory course = prepared.run(listener);
      return new TrainedModel(prepared.model(), course);
    }
  }
}
