package fovea.cli;

import fovea.data.ExampleSource;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.PreprocessChoice;
import fovea.data.Preprocessing;
import fovea.data.Split;
import fovea.io.Fingerprint;
import fovea.kernels.ActivationFunction;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.report.RunReport;
import fovea.run.SeenRows;
import fovea.train.Batch;
import fovea.train.Evaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a network is trained on, and what is held out from it.
 *
 * @param examples as they were read, without those held out; of those on the disk a sample, for figures
 * @param preprocessing fitted to all of them
 * @param x what the network sees of these examples, row-major
 * @param onDisk the training examples, where they are read in every step instead of held in memory
 */
@SuppressWarnings("ArrayRecordComponent") // the data themselves: never copied, never compared
record TrainingData(
    Examples examples,
    Preprocessing preprocessing,
    float[] x,
    Optional<HeldOut> heldOut,
    Optional<SeenRows> onDisk)
    implements AutoCloseable {
  /** Examples on the disk that figures are drawn of. */
  private static final int SAMPLE = 10_240;

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
        examples,
        preprocessing,
        seen(preprocessing, examples, decoder),
        heldOut.map(e -> heldOut(e, preprocessing, options, validation, decoder)),
        Optional.empty());
  }

  /**
   * Data that are to stay on the disk: because the user wants it ({@code --stream}), or because in memory, as they are read, as the network sees them and in
   * the kernels' layout, they would take more than half of it.
   */
  static Optional<ExampleSource> onDisk(Path data, boolean stream) {
    if (!Files.exists(data)) return Optional.empty();
    Optional<ExampleSource> source = ExampleSource.onDisk(data);
    if (source.isEmpty()) {
      if (stream)
        throw new InputException(
            "--stream: %s cannot be read piece by piece; give a .npy file in C order, or a folder of them"
                .formatted(data));
      return source;
    }
    double bytes =
        3.0 * Float.BYTES * source.get().count() * source.get().shape().size();
    if (stream || bytes > Runtime.getRuntime().maxMemory() / 2.0) return source;
    source.get().close();
    return Optional.empty();
  }

  /**
   * Opens data that stay on the disk while they are trained on.
   *
   * @param source closed here if that fails
   */
  static TrainingData open(
      ExampleSource source,
      DataOptions options,
      ValidationOptions validation,
      ActivationFunction decoder) {
    try {
      validation.requireOwnData(source.source());
      Preprocessing preprocessing = Preprocessing.fit(options.choice(decoder), source);
      SeenRows rows = seen(source, preprocessing, decoder);
      Examples sample = rows.sample(SAMPLE);
      return new TrainingData(
          sample,
          preprocessing,
          seen(preprocessing, sample, decoder),
          validation
              .read(options)
              .map(e -> heldOut(e, preprocessing, options, validation, decoder)),
          Optional.of(rows));
    } catch (InputException e) {
      source.close();
      throw e;
    }
  }

  private static HeldOut heldOut(
      Examples examples,
      Preprocessing preprocessing,
      DataOptions options,
      ValidationOptions validation,
      ActivationFunction decoder) {
    float[] x = validation.apply(preprocessing, options, examples);
    if (decoder.isWithinUnitInterval())
      Preprocessing.requireUnitInterval(examples.source(), x, preprocessing.outputSize());
    return new HeldOut(examples, x);
  }

  /** The same examples as a model sees them that was trained with this preprocessing. */
  TrainingData with(Preprocessing fitted, ActivationFunction decoder) {
    if (fitted.equals(preprocessing)) return this;
    return new TrainingData(
        examples,
        fitted,
        seen(fitted, examples, decoder),
        heldOut.map(held -> new HeldOut(held.examples, seen(fitted, held.examples, decoder))),
        onDisk.map(rows -> seen(rows.source(), fitted, decoder)));
  }

  private static SeenRows seen(
      ExampleSource source, Preprocessing fitted, ActivationFunction decoder) {
    return SeenRows.of(source, fitted, decoder.isWithinUnitInterval());
  }

  /** A sigmoid reaches nothing but the values between 0 and 1. */
  private static float[] seen(Preprocessing fitted, Examples examples, ActivationFunction decoder) {
    float[] x = fitted.apply(examples);
    if (decoder.isWithinUnitInterval())
      Preprocessing.requireUnitInterval(examples.source(), x, fitted.outputSize());
    return x;
  }

  /** Training examples, N. */
  int count() {
    return onDisk.map(SeenRows::count).orElse(examples.count());
  }

  /** What they are read from. */
  String source() {
    return onDisk.map(rows -> rows.source().source()).orElse(examples.source());
  }

  /** Tells whether training data are the same. */
  String fingerprint() {
    return onDisk.map(SeenRows::fingerprint).orElseGet(() -> Fingerprint.of(x));
  }

  /** Values that the network sees of an example, D. */
  int inputs() {
    return preprocessing.outputSize();
  }

  /** What is trained on, with what the network sees in place of x. */
  Batch batch(Architecture architecture, Hyperparameters hyperparameters, float[] seen, Team team) {
    return onDisk
        .map(rows -> Batch.of(architecture, hyperparameters, rows, rows.count(), team))
        .orElseGet(() -> Batch.of(architecture, hyperparameters, seen, x, examples.count(), team));
  }

  Optional<Batch> heldOutBatch(
      Architecture architecture, Hyperparameters hyperparameters, Team team) {
    return heldOut.map(
        held -> Batch.of(architecture, hyperparameters, held.x, held.examples.count(), team));
  }

  @Override
  public void close() {
    onDisk.ifPresent(SeenRows::close);
  }
}
