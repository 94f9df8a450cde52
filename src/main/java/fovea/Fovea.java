package fovea;

import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.MaskingNoise;
import fovea.data.Preprocessing;
import fovea.data.Split;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Parameters;
import fovea.train.Batch;
import fovea.train.MetricsListener;
import fovea.train.Trainer;
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
    Preprocessing preprocessing = Preprocessing.fit(settings.preprocessing(), training);
    Architecture architecture = settings.architecture(preprocessing.outputSize());
    float[] x = seen(preprocessing, training, settings);
    float[] corrupted =
        MaskingNoise.of(settings.corruption(), preprocessing, settings.seed()).apply(x);
    float[] theta = Parameters.random(architecture, settings.seed());
    try (Team team = new Team(settings.threads())) {
      Batch batch =
          Batch.of(architecture, settings.hyperparameters(), corrupted, x, training.count(), team);
      requireFinite(batch, training, theta);
      Optional<Batch> heldOut = split.map(Split::heldOut).map(e -> {
        float[] unseen = seen(preprocessing, e, settings);
        return Batch.of(architecture, settings.hyperparameters(), unseen, e.count(), team);
      });
      heldOut.ifPresent(held -> requireFinite(held, training, theta));
      Trainer trainer = heldOut
          .map(held -> new Trainer(batch, held, settings.patience()))
          .orElseGet(() -> new Trainer(batch));
      TrainingHistory course =
          trainer.run(settings.optimizer(), theta, settings.limits(), listener);
      StoredModel model = new StoredModel(
          new Autoencoder(architecture, theta),
          settings.hyperparameters(),
          Optional.of(preprocessing));
      return new TrainedModel(model, course);
    }
  }

  /** A sigmoid reaches nothing but the values between 0 and 1. */
  private static float[] seen(
      Preprocessing preprocessing, Examples examples, TrainingSettings settings) {
    float[] x = preprocessing.apply(examples);
    if (settings.decoder().isWithinUnitInterval())
      Preprocessing.requireUnitInterval(examples.source(), x, preprocessing.outputSize());
    return x;
  }

  private static void requireFinite(Batch batch, Examples examples, float[] theta) {
    if (!batch.isFiniteAt(theta))
      throw new InputException(
          "%s: the cost is not finite at the initial point: look for values that are not finite, or take a smaller lambda or beta"
              .formatted(examples.source()));
  }
}
