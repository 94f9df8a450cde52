package fovea;

import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.ReadOptions;
import fovea.data.Split;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.kernels.VectorModule;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.Parameters;
import fovea.optimize.OptimizerKind;
import fovea.run.DataSettings;
import fovea.run.PreparedTraining;
import fovea.run.TrainingData;
import fovea.train.Batch;
import fovea.train.TrainingHistory;
import java.util.Optional;
import java.util.function.Function;

/** Trains a sparse autoencoder in one call. docs/library.md shows how, and how to do it in parts. */
public final class Fovea {
  private Fovea() {}

  /** {@link #train(Examples, TrainingSettings, TrainingListener)} until it ends by itself. */
  public static TrainedModel train(Examples examples, TrainingSettings settings) {
    return train(examples, settings, (metrics, model) -> true);
  }

  /**
   * Fits the preprocessing and trains a network. The same examples and settings give the same model, bit for bit, as
   * the command {@code train} does. A cost that becomes infinite ends training; {@link TrainingHistory#divergence}
   * tells.
   *
   * @param listener called at the initial point and after every iteration, on the calling thread; ends training by
   *     returning false
   * @throws InputException if the examples cannot be used with these settings
   * @throws IllegalArgumentException if the settings contradict each other
   * @throws IllegalStateException if Java was started without the module of the Vector API
   */
  public static TrainedModel train(
      Examples examples, TrainingSettings settings, TrainingListener listener) {
    VectorModule.require();
    Optional<Split> split = settings.heldOut.map(choice -> choice.apply(examples, settings.seed));
    Examples training = split.map(Split::training).orElse(examples);
    DataSettings data = new DataSettings(
        Optional.empty(),
        ReadOptions.defaults().withSeed(settings.seed),
        settings.preprocessing,
        settings.corruption,
        false);
    TrainingData given = TrainingData.of(data, training, split, settings.layers.decoder());
    Architecture architecture = settings.layers.withInputs(given.inputs());
    Hyperparameters hyperparameters = settings.hyperparameters;
    OptimizerKind kind = settings.optimizer.kind();
    try (Team team = new Team(settings.threads)) {
      Batch batch = given.batch(architecture, hyperparameters, team);
      PreparedTraining prepared = new PreparedTraining(
              architecture,
              hyperparameters,
              given.preprocessing(),
              given.columns(),
              batch,
              given
                  .heldOutBatch(architecture, hyperparameters, team)
                  .map(unseen -> new PreparedTraining.HeldOut(
                      unseen, settings.patience.orElse(kind.patience()))),
              settings.optimizer,
              settings.limits.orElse(kind.limits()),
              initial(architecture, settings, batch.spread().rms()))
          .started(heldOut ->
              "%s: the cost is not finite at the initial point: ".formatted(training.source())
                  + "the values are too large; rescale them to between 0 and 1");
      Function<float[], StoredModel> model = at -> new StoredModel(
          new Autoencoder(architecture, at),
          hyperparameters,
          Optional.of(given.preprocessing()),
          given.columns());
      TrainingHistory history =
          prepared.run((metrics, at) -> listener.accept(metrics, () -> model.apply(at)));
      return new TrainedModel(prepared.model(), history);
    }
  }

  private static float[] initial(Architecture architecture, TrainingSettings settings, double rms) {
    if (settings.initial.isEmpty()) return Parameters.random(architecture, settings.seed, rms);
    Autoencoder network = settings.initial.get();
    if (!network.architecture().equals(architecture))
      throw new IllegalArgumentException(
          "the initial model is %s; these examples and settings need %s"
              .formatted(network.architecture(), architecture));
    return network.theta();
  }
}
