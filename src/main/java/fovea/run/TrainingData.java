package fovea.run;

import fovea.data.ColumnNames;
import fovea.data.DataReader;
import fovea.data.ExampleSource;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.MaskingNoise;
import fovea.data.Preprocessing;
import fovea.data.ReadOptions;
import fovea.data.Split;
import fovea.io.Fingerprint;
import fovea.kernels.ActivationFunction;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.train.Batch;
import fovea.train.Evaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * What a network is trained on, and what is held out from it.
 *
 * @param settings what was asked for
 * @param examples as they were read, without those held out; of those on the disk a sample, for figures
 * @param preprocessing fitted to all of them
 * @param x what the network sees of these examples, row-major; with corruption, training sees less of it
 * @param onDisk the training examples, where they are read in every step instead of held in memory
 */
@SuppressWarnings("ArrayRecordComponent") // the data themselves: never copied, never compared
public record TrainingData(
    DataSettings settings,
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
  public record HeldOut(Examples examples, float[] x) {
    /** What a network reaches on them. */
    public Evaluation evaluate(Autoencoder network, Hyperparameters hyperparameters, Team team) {
      return Evaluation.of(network, hyperparameters, x, examples.count(), team);
    }
  }

  /**
   * Reads the data, or the photographs that come with Fovea, and what is to be held out.
   *
   * @param decoder of the network that is to reproduce them
   * @throws InputException if they cannot be read, or used with these settings
   */
  public static TrainingData read(
      DataSettings settings, Optional<ValidationSettings> validation, ActivationFunction decoder) {
    Optional<ExampleSource> onDisk = settings.path().flatMap(path -> onDisk(path, settings));
    return onDisk.isPresent()
        ? open(onDisk.get(), settings, validation, decoder)
        : inMemory(settings, validation, decoder);
  }

  /** The same, with all examples in memory, however many they are. */
  public static TrainingData inMemory(
      DataSettings settings, Optional<ValidationSettings> validation, ActivationFunction decoder) {
    settings.requireReach(decoder);
    Examples all = settings.examples();
    Optional<Split> split = validation.flatMap(v -> v.split(all, settings.seed()));
    Examples training = split.map(Split::training).orElse(all);
    Optional<Examples> unseen =
        split.map(Split::heldOut).or(() -> validation.map(v -> v.read(like(settings, all))));
    Preprocessing preprocessing =
        Preprocessing.fit(settings.preprocess(), training, decoder.isWithinUnitInterval());
    return new TrainingData(
        settings,
        training,
        preprocessing,
        seen(preprocessing, training, numbers(split, false), decoder),
        unseen.flatMap(e -> validation.map(
            v -> heldOut(e, preprocessing, settings, v, numbers(split, true), decoder))),
        Optional.empty());
  }

  /** How other examples are read: with the columns of these. */
  private static ReadOptions like(DataSettings settings, Examples examples) {
    return settings.read().withColumns(examples.columns());
  }

  /** The numbers that examples have in the data, of those that they have in a part of it. */
  private static IntUnaryOperator numbers(Optional<Split> split, boolean ofHeldOut) {
    return i -> split.map(s -> s.number(ofHeldOut, i)).orElse(i);
  }

  /**
   * Examples that are in memory already.
   *
   * @param split them and those held out, if any are
   * @param settings how they are preprocessed and corrupted; nothing is read
   * @throws InputException if they cannot be used with these settings
   */
  public static TrainingData of(
      DataSettings settings, Examples training, Optional<Split> split, ActivationFunction decoder) {
    Preprocessing preprocessing =
        Preprocessing.fit(settings.preprocess(), training, decoder.isWithinUnitInterval());
    return new TrainingData(
        settings,
        training,
        preprocessing,
        seen(preprocessing, training, numbers(split, false), decoder),
        split
            .map(Split::heldOut)
            .map(training.columns()::arrange)
            .map(e -> new HeldOut(e, seen(preprocessing, e, numbers(split, true), decoder))),
        Optional.empty());
  }

  /**
   * Data that are to stay on the disk: because the user wants it ({@code --stream}), or because in memory, as they are
   * read, as the network sees them and in the kernels' layout, they would take more than half of it.
   */
  private static Optional<ExampleSource> onDisk(Path data, DataSettings settings) {
    if (!Files.exists(data)) return Optional.empty();
    Optional<ExampleSource> source = ExampleSource.onDisk(data, settings.read());
    if (source.isEmpty()) {
      if (settings.stream())
        throw new InputException(
            ("--stream: %s cannot be read piece by piece; give a .npy file in C order, or a folder "
                    + "of them, without --transpose")
                .formatted(data));
      return source;
    }
    double bytes =
        3.0 * Float.BYTES * source.get().count() * source.get().shape().size();
    if (settings.stream() || bytes > Runtime.getRuntime().maxMemory() / 2.0) return source;
    source.get().close();
    return Optional.empty();
  }

  /** @param source closed here if that fails */
  private static TrainingData open(
      ExampleSource source,
      DataSettings settings,
      Optional<ValidationSettings> validation,
      ActivationFunction decoder) {
    try {
      if (settings.corrupt() > 0)
        throw new InputException(
            ("--corrupt: %s stays on the disk, and noise is drawn for examples in memory; "
                    + "leave --corrupt out, or give Java more memory (FOVEA_OPTS=-Xmx16g)")
                .formatted(source.source()));
      validation.ifPresent(v -> v.requireOwnData(source.source()));
      settings.requireReach(decoder);
      Preprocessing preprocessing =
          Preprocessing.fit(settings.preprocess(), source, decoder.isWithinUnitInterval());
      SeenRows rows = seen(source, preprocessing, decoder);
      Examples sample = settings.read().columns().arrange(rows.sample(SAMPLE));
      return new TrainingData(
          settings,
          sample,
          preprocessing,
          seen(preprocessing, sample, decoder),
          validation.map(v ->
              heldOut(v.read(like(settings, sample)), preprocessing, settings, v, i -> i, decoder)),
          Optional.of(rows));
    } catch (InputException e) {
      source.close();
      throw e;
    }
  }

  private static HeldOut heldOut(
      Examples examples,
      Preprocessing preprocessing,
      DataSettings settings,
      ValidationSettings validation,
      IntUnaryOperator numbers,
      ActivationFunction decoder) {
    float[] x = validation.apply(preprocessing, settings.preprocess(), examples);
    if (decoder.isWithinUnitInterval())
      Preprocessing.requireUnitInterval(
          examples.source(), numbers, x, x.length, preprocessing.outputSize());
    preprocessing.noteChanges("held-out examples of " + examples.source(), examples);
    return new HeldOut(examples, x);
  }

  /** The same examples as a model sees them that was trained with this preprocessing. */
  public TrainingData with(Preprocessing fitted, ActivationFunction decoder) {
    if (fitted.equals(preprocessing)) return this;
    return new TrainingData(
        settings,
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
    return seen(fitted, examples, i -> i, decoder);
  }

  private static float[] seen(
      Preprocessing fitted,
      Examples examples,
      IntUnaryOperator numbers,
      ActivationFunction decoder) {
    float[] x = fitted.apply(examples);
    if (decoder.isWithinUnitInterval())
      Preprocessing.requireUnitInterval(
          examples.source(), numbers, x, x.length, fitted.outputSize());
    return x;
  }

  /** Training examples, N. */
  public int count() {
    return onDisk.map(SeenRows::count).orElse(examples.count());
  }

  /** What they are read from. */
  public String source() {
    return onDisk.map(rows -> rows.source().source()).orElse(examples.source());
  }

  /** What tells whether data are the same, by name. */
  public Map<String, String> fingerprints() {
    Map<String, String> fingerprints = new TreeMap<>();
    fingerprints.put(
        "training data", onDisk.map(SeenRows::fingerprint).orElseGet(() -> Fingerprint.of(x)));
    heldOut.ifPresent(held -> fingerprints.put("held-out data", Fingerprint.of(held.x)));
    return fingerprints;
  }

  /** The names of a table's columns. */
  public ColumnNames columns() {
    return examples.columns();
  }

  /** Values that the network sees of an example, D. */
  public int inputs() {
    return preprocessing.outputSize();
  }

  /** What is trained on, corrupted if it is to be. */
  public Batch batch(Architecture architecture, Hyperparameters hyperparameters, Team team) {
    if (onDisk.isPresent())
      return Batch.of(architecture, hyperparameters, onDisk.get(), onDisk.get().count(), team);
    float[] corrupted =
        MaskingNoise.of(settings.corrupt(), preprocessing, settings.seed()).apply(x);
    return Batch.of(architecture, hyperparameters, corrupted, x, examples.count(), team);
  }

  /** What is held out, if anything is. */
  public Optional<Batch> heldOutBatch(
      Architecture architecture, Hyperparameters hyperparameters, Team team) {
    return heldOut.map(
        held -> Batch.of(architecture, hyperparameters, held.x, held.examples.count(), team));
  }

  /**
   * What a report judges the model on: what was held out, or else, where it was trained on the photographs of Fovea,
   * those that it was not trained on.
   */
  public Optional<HeldOut> unseen() {
    if (heldOut.isPresent() || settings.path().isPresent()) return heldOut;
    Examples photographs = DataReader.heldoutPhotographs(settings.read());
    Preprocessing chosen =
        Preprocessing.choose(settings.preprocess(), Optional.of(preprocessing), photographs);
    return Optional.of(new HeldOut(photographs, chosen.apply(photographs)));
  }

  @Override
  public void close() {
    onDisk.ifPresent(SeenRows::close);
  }
}
