package fovea.cli;

import fovea.data.Examples;
import fovea.data.PreprocessChoice;
import fovea.data.Preprocessing;
import fovea.data.Split;
import fovea.kernels.ActivationFunction;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.report.RunReport;
import fovea.train.Batch;
import fovea.train.Evaluation;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a network is trained on, and what is held out from it.
 *
 * @param examples as they were read, without those held out
 * @param preprocessing fitted to them
 * @param x what the network sees of them, N×D
 */
@SuppressWarnings("ArrayRecordComponent") // the data themselves: never copied, never compared
record TrainingData(
    Examples examples, Preprocessing preprocessing, float[] x, Optional<HeldOut> heldOut) {
  /**
   * What training does not see.
   *
   * @param x what the network sees of them, N×D
   */
  @SuppressWarnings("ArrayRecordComponent")
  record HeldOut(Examples examples, float[] x) {
    RunReport.Unseen evaluate(Autoencoder network, Hyperparameters hyperparameters, Team team) {
      return new RunReport.Unseen(
          examples.source(), Evaluation.of(network, hyperparameters, x, examples.count(), team));
    }
  }

  /**
   * Reads the data, or the photographs that the program carries when there is none, and what is to be held out.
   *
   * @param decoder of the network that is to reproduce it
   */
  static TrainingData read(
      @Nullable Path data,
      DataOptions options,
      ValidationOptions validation,
      ActivationFunction decoder) {
    PreprocessChoice choice = options.choice(decoder);
    Examples all = options.read(data, false);
    Optional<Split> split = validation.split(all, options.seed());
    Examples examples = split.map(Split::training).orElse(all);
    Optional<Examples> heldOut = split.map(Split::heldOut).or(() -> validation.read(options));
    Preprocessing preprocessing = Preprocessing.fit(choice, examples);
    return new TrainingData(
        examples, preprocessing, seen(preprocessing, examples, decoder), heldOut.map(e -> {
          float[] x = validation.apply(preprocessing, options, e);
          if (decoder == ActivationFunction.SIGMOID)
            Preprocessing.requireUnitInterval(e.source(), x, preprocessing.outputSize());
          return new HeldOut(e, x);
        }));
  }

  /** The same examples as a model sees them that was trained with this preprocessing. */
  TrainingData with(Preprocessing fitted, ActivationFunction decoder) {
    if (fitted.equals(preprocessing)) return this;
    return new TrainingData(
        examples,
        fitted,
        seen(fitted, examples, decoder),
        heldOut.map(held -> new HeldOut(held.examples, seen(fitted, held.examples, decoder))));
  }

  /** A sigmoid reaches nothing but the values between 0 and 1. */
  private static float[] seen(Preprocessing fitted, Examples examples, ActivationFunction decoder) {
    float[] x = fitted.apply(examples);
    if (decoder == ActivationFunction.SIGMOID)
      Preprocessing.requireUnitInterval(examples.source(), x, fitted.outputSize());
    return x;
  }

  /** Values that the network sees of an example, D. */
  int inputs() {
    return preprocessing.outputSize();
  }

  /** What is trained on, with what the network sees in place of x. */
  Batch batch(Architecture architecture, Hyperparameters hyperparameters, float[] seen, Team team) {
    return Batch.of(architecture, hyperparameters, seen, x, examples.count(), team);
  }

  Optional<Batch> heldOutBatch(
      Architecture architecture, Hyperparameters hyperparameters, Team team) {
    return heldOut.map(
        held -> Batch.of(architecture, hyperparameters, held.x, held.examples.count(), team));
  }
}
