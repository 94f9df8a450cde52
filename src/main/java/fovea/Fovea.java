package fovea;

import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.MaskingNoise;
import fovea.data.Preprocessing;
import fovea.data.Split;
import fovea.io.StoredModel;
import fovea.kernels.ActivationFunction;
import fovea.kernels.Team;
import fovea.kernels.VectorModule;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Parameters;
import fovea.train.Batch;
import fovea.train.Trainer;
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
    Preprocessing preprocessing = Preprocessing.fit(settings.preprocessing, training);
    Architecture architecture = settings.layers.withInputs(preprocessing.outputSize());
    float[] x = seen(preprocessing, training, settings);
    float[] corrupted =
        MaskingNoise.of(settings.corruption, preprocessing, settings.seed).apply(x);
    float[] theta = initial(architecture, settings);
    try (Team team = new Team(settings.threads)) {
      Batch batch =
          Batch.of(architecture, settings.hyperparameters, corrupted, x, training.count(), team);
      requireFinite(batch, training, theta);
      Optional<Batch> heldOut = split.map(Split::heldOut).map(e -> {
        float[] unseen = seen(preprocessing, e, settings);
        return Batch.of(architecture, settings.hyperparameters, unseen, e.count(), team);
      });
      heldOut.ifPresent(held -> requireFinite(held, training, theta));
      UsualLimits usual = UsualLimits.of(settings.optimizer);
      Trainer trainer = heldOut
          .map(held -> new Trainer(batch, held, settings.patience.orElse(usual.patience())))
          .orElseGet(() -> new Trainer(batch));
      Function<float[], StoredModel> model = at -> new StoredModel(
          new Autoencoder(architecture, at), settings.hyperparameters, Optional.of(preprocessing));
      TrainingHistory history = trainer.run(
          settings.optimizer,
          theta,
          settings.limits.orElse(usual.limits()),
          (metrics, at) -> listener.accept(metrics, () -> model.apply(at)));
      return new TrainedModel(model.apply(theta), history);
    }
  }

  private static float[] initial(Architecture architecture, TrainingSettings settings) {
    if (settings.initial.isEmpty()) return Parameters.random(architecture, settings.seed);
    Autoencoder network = settings.initial.get();
    if (!network.architecture().equals(architecture))
      throw new IllegalArgumentException(
          "the initial model is %s; these examples and settings need %s"
              .formatted(network.architecture(), architecture));
    return network.theta();
  }

  /** A sigmoid reaches nothing but the values between 0 and 1. */
  private static float[] seen(
      Preprocessing preprocessing, Examples examples, TrainingSettings settings) {
    float[] x = preprocessing.apply(examples);
    if (settings.layers.decoder() == ActivationFunction.SIGMOID)
      Preprocessing.requireUnitInterval(examples.source(), x, preprocessing.outputSize());
    return x;
  }

  private static void requireFinite(Batch batch, Examples examples, float[] theta) {
    if (!batch.isFiniteAt(theta))
      throw new InputException(
          "%s: the cost is not finite at the initial point: ".formatted(examples.source())
              + "look for values that are not finite, or take a smaller lambda or beta");
  }
}
