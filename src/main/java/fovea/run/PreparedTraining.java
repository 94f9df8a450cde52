package fovea.run;

import fovea.data.ColumnNames;
import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.io.StoredModel;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.train.Batch;
import fovea.train.Checkpoint;
import fovea.train.Checkpoints;
import fovea.train.MetricsListener;
import fovea.train.Trainer;
import fovea.train.TrainingHistory;
import java.util.Optional;

/**
 * A training that is ready to run. The batch knows where the examples are, here or on other machines.
 *
 * @param preprocessing what the examples went through
 * @param columns the names of their columns
 * @param examples what is trained on
 * @param heldOut what the cost is measured on after every iteration
 * @param theta the initial parameters; training overwrites them with those that are kept
 */
@SuppressWarnings("ArrayRecordComponent") // the parameters themselves: never copied, never compared
public record PreparedTraining(
    Architecture architecture,
    Hyperparameters hyperparameters,
    Preprocessing preprocessing,
    ColumnNames columns,
    Batch examples,
    Optional<HeldOut> heldOut,
    Optimizer optimizer,
    Limits limits,
    float[] theta) {
  /** Of examples whose columns have no names. */
  public PreparedTraining(
      Architecture architecture,
      Hyperparameters hyperparameters,
      Preprocessing preprocessing,
      Batch examples,
      Optional<HeldOut> heldOut,
      Optimizer optimizer,
      Limits limits,
      float[] theta) {
    this(
        architecture,
        hyperparameters,
        preprocessing,
        ColumnNames.NONE,
        examples,
        heldOut,
        optimizer,
        limits,
        theta);
  }

  /**
   * Examples that are not trained on.
   *
   * @param patience iterations without a new lowest held-out cost after which training ends, at least 1
   */
  public record HeldOut(Batch examples, int patience) {}

  /** What to tell users of a start whose cost is not finite: they know the settings by different names. */
  public interface Advice {
    /**
     * A line for the user.
     *
     * @param heldOut whether it is the held-out cost
     */
    String notFinite(boolean heldOut);
  }

  /**
   * The same training with its first evaluation made, so that a start is refused before anything is written.
   *
   * @throws InputException with this advice, where the cost or its gradient is not finite
   */
  public PreparedTraining started(Advice advice) {
    Batch begun =
        examples.evaluatedAt(theta).orElseThrow(() -> new InputException(advice.notFinite(false)));
    if (heldOut.isPresent()
        && !Double.isFinite(heldOut.get().examples.objective().value(theta)))
      throw new InputException(advice.notFinite(true));
    return new PreparedTraining(
        architecture,
        hyperparameters,
        preprocessing,
        columns,
        begun,
        heldOut,
        optimizer,
        limits,
        theta);
  }

  /**
   * Trains from the initial parameters and keeps nothing but the result.
   *
   * @throws fovea.optimize.DivergedException if the cost is not finite there
   */
  public TrainingHistory run(MetricsListener listener) {
    return run(Optional.empty(), listener, Checkpoints.NONE);
  }

  /** {@link Trainer#run(Optimizer, float[], Optional, Limits, MetricsListener, Checkpoints)}. */
  TrainingHistory run(
      Optional<Checkpoint> from, MetricsListener listener, Checkpoints checkpoints) {
    Trainer trainer = heldOut
        .map(held -> new Trainer(examples, held.examples, held.patience))
        .orElseGet(() -> new Trainer(examples));
    return trainer.run(optimizer, theta, from, limits, listener, checkpoints);
  }

  /** The model that the parameters make: after training, the trained one. */
  public StoredModel model() {
    return new StoredModel(
        new Autoencoder(architecture, theta), hyperparameters, Optional.of(preprocessing), columns);
  }
}
