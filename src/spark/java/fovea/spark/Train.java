package fovea.spark;

import fovea.cli.CheckpointOptions;
import fovea.cli.Errors;
import fovea.cli.HelpValues;
import fovea.cli.HyperparameterOptions;
import fovea.cli.NetworkOptions;
import fovea.cli.OptimizerOptions;
import fovea.cli.TrainingEnd;
import fovea.cli.Version;
import fovea.data.ExampleShape;
import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.PreprocessChoice;
import fovea.data.PreprocessMode;
import fovea.data.Printable;
import fovea.data.ReadOptions;
import fovea.data.TableScale;
import fovea.io.StoredModel;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.run.PreparedTraining;
import fovea.run.RunConfig;
import fovea.run.RunSettings;
import fovea.run.TrainingRun;
import fovea.run.ValidationSettings;
import fovea.run.Words;
import fovea.train.TrainingHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * {@code spark-submit --class fovea.spark.Train fovea-spark.jar}: {@code fovea train} on the executors of Apache Spark.
 */
@Command(
    name = "fovea.spark.Train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a sparse autoencoder, full batch, on Apache Spark, and writes a run folder: model.safetensors,"
          + " metrics.csv and config.json.",
      "The model is that of 'fovea train' on one machine, bit for bit, whatever the cluster."
    })
public final class Train implements Callable<Integer> {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description =
          "A .parquet or .npy file, or a folder of them, on any file system that Spark reads.")
  private String input = "";

  @Option(
      names = "--column",
      paramLabel = "NAME",
      defaultValue = "features",
      description = "Column of Parquet files, of type array<float> (default: ${DEFAULT-VALUE}).")
  private String column = "features";

  @Mixin
  private NetworkOptions networkOptions = new NetworkOptions();

  @Mixin
  private HyperparameterOptions hyperparameterOptions = new HyperparameterOptions();

  @Option(
      names = "--init",
      paramLabel = "MODEL",
      description = "Start from the parameters of this model instead of from random ones.")
  private Path init;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of the initial parameters (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin
  private OptimizerOptions optimizerOptions = new OptimizerOptions();

  @Mixin
  private CheckpointOptions checkpointOptions = new CheckpointOptions();

  @Option(
      names = "--validation",
      paramLabel = "PATH|FRACTION",
      description = {
        "Examples not to train on: files like those of --input, or a fraction of these between 0 and 1.",
        "The model where their cost is lowest is kept."
      })
  private String validation;

  @Option(
      names = "--preprocess",
      paramLabel = "MODE",
      defaultValue = "auto",
      description =
          "flattened: rows, of S x S or 3 x S x S values, are patches that go through luminance, mean"
              + " removal, clipping and scaling to [0.1, 0.9]; none, auto: they are used as they are"
              + " (default: ${DEFAULT-VALUE}).")
  private PreprocessMode preprocess = PreprocessMode.AUTO;

  @Option(
      names = "--colour",
      paramLabel = "COLOUR",
      defaultValue = "luminance",
      description = "What preprocessing keeps of patches: luminance, one value a "
          + "pixel, or rgb, three (default: ${DEFAULT-VALUE}).")
  private PatchColour colour = PatchColour.LUMINANCE;

  @Option(
      names = "--scale",
      paramLabel = "SCALE",
      defaultValue = "none",
      description =
          "Bring the columns to one scale: standard, by mean and standard deviation; minmax, by the least and"
              + " the largest value; with a sigmoid decoder into 0 to 1 (default: ${DEFAULT-VALUE}).")
  private TableScale scale = TableScale.NONE;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Stop when the held-out cost has not fallen below its lowest for N iterations"
          + " (default: ${bundle:usual.patience}).")
  private Integer patience;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "0",
      description = "Partitions, at least; the result does not depend on it"
          + " (default: two for each core, or as many as keep each below 64 MiB).")
  private int partitions;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder, on the driver or, named like --input, on any file system"
          + " (default: runs/DATE_TIME on the driver; with --resume, that run's).")
  private String out;

  @Option(names = "--overwrite", description = "Replace a run that --out holds already.")
  private boolean overwrite;

  @Option(names = "--quiet", description = "No progress and no summary, only errors.")
  private boolean quiet;

  @Option(
      names = "--stacktrace",
      description = "On an error, also show where in the program it happened.")
  private boolean stacktrace;

  @Spec
  private CommandSpec spec;

  private Train() {}

  public static void main(String[] args) {
    // A decimal point in every country: what is printed is also read by programs.
    Locale.setDefault(Locale.ROOT);
    Train train = new Train();
    Errors errors = new Errors(() -> train.stacktrace);
    System.exit(new CommandLine(train)
        .setResourceBundle(new HelpValues())
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Hyperparameters hyperparameters = hyperparameterOptions.over(Hyperparameters.DEFAULT);
    networkOptions.check();
    if (partitions < 0)
      throw new InputException("--partitions must be at least 0, not " + partitions);
    Optimizer optimizer = optimizerOptions.optimizer();
    Limits limits = optimizerOptions.limits();
    RunConfig.Conduct conduct = new RunConfig.Conduct(null, checkpointOptions.every(), quiet);
    Optional<StoredModel> start = Optional.ofNullable(init).map(networkOptions::read);
    String from = "--init " + init;
    Architecture layers = networkOptions.network(start, from);
    hyperparameterOptions.checkRho(layers.encoder());
    Optional<ValidationSettings> unseen = heldOut(optimizer);

    SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "Fovea");
    if (!conf.contains("spark.master"))
      throw new InputException(
          "there is no Spark here: start this with spark-submit, see docs/spark.md");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      SparkInput given = SparkInput.open(spark.hadoopConfiguration(), input, column);
      SparkData data = data(spark, given, unseen);
      start.ifPresent(model -> RunSettings.requireInputs(
          model, from, data.preprocessing().outputSize(), given.source()));
      SparkSettings settings = new SparkSettings(
          layers,
          hyperparameters,
          scale,
          start.map(StoredModel::network),
          seed,
          optimizer,
          limits,
          unseen.map(ValidationSettings::patience).orElse(1),
          partitions);
      SparkTraining.Words words = new SparkTraining.Words(
          "--scale standard or --decoder linear",
          heldOut -> start.isPresent()
              ? from
                  + ": the cost is not finite there, as a hidden unit is always 0 or 1; try another start"
              : "the cost is not finite at the initial point: the values are too large; "
                  + "rescale them to between 0 and 1");
      try (SparkTraining training = SparkTraining.prepare(spark, data, settings, words);
          RunPlace place = place(spark)) {
        TrainingRun run = place.named(() -> TrainingRun.start(
            place.run(),
            training.prepared(),
            config(given, data, unseen, training.prepared(), conduct, spark),
            training.fingerprints(),
            Errors::print));
        say("%,d examples of %d values from %s; network %s; %d partitions"
            .formatted(
                data.training().rows(),
                given.columns(),
                given.source(),
                training.prepared().architecture(),
                training.examples().partitions()));
        data.heldOut()
            .ifPresent(part -> say("%,d held-out examples from %s"
                .formatted(part.rows(), part.from().source())));
        TrainingHistory history =
            run.train(CheckpointOptions.interval(conduct.checkpointEvery()), (metrics, at) -> {
              say("iteration %d/%d  cost %.5f  gradient %.1e"
                  .formatted(
                      metrics.step().iteration(),
                      limits.iterations(),
                      metrics.step().cost(),
                      metrics.step().gradientNorm()));
              place.keep(Errors::print);
              return true;
            });
        TrainingRun.Saved saved = run.save(history);
        if (saved.elsewhere()) return TrainingEnd.tell(saved, optimizer, quiet);
        place.finish();
        return TrainingEnd.tell(saved, optimizer, quiet, place.place());
      }
    }
  }

  private Optional<ValidationSettings> heldOut(Optimizer optimizer) {
    if (patience != null && validation == null)
      throw new InputException(
          "--patience waits for the held-out cost to fall: add --validation to have one");
    return Optional.ofNullable(validation)
        .map(value -> new ValidationSettings(
            value, patience == null ? optimizer.kind().patience() : patience));
  }

  private SparkData data(
      JavaSparkContext spark, SparkInput given, Optional<ValidationSettings> unseen)
      throws IOException {
    SparkData raw = split(spark, given, unseen);
    PreprocessChoice choice = new PreprocessChoice(preprocess, colour, OptionalDouble.empty());
    if (choice.asPatches(given.source(), new ExampleShape.Row(given.columns()))) {
      if (scale != TableScale.NONE)
        throw new InputException("%s: --scale is for tables, and these are patches: leave it out"
            .formatted(given.source()));
      ChosenRows rows = new ChosenRows(given, raw.training().choice());
      return raw.with(PatchFit.of(spark, rows, colour));
    }
    if (colour == PatchColour.RGB)
      throw new InputException(
          "%s: --colour rgb is for patches; add --preprocess flattened if a row is a patch"
              .formatted(given.source()));
    return raw;
  }

  private SparkData split(
      JavaSparkContext spark, SparkInput given, Optional<ValidationSettings> unseen)
      throws IOException {
    if (unseen.isEmpty()) return SparkData.of(given);
    OptionalDouble fraction = unseen.get().fraction();
    return fraction.isPresent()
        ? SparkData.draw(given, fraction.getAsDouble(), seed)
        : SparkData.of(
            given, SparkInput.open(spark.hadoopConfiguration(), unseen.get().value(), column));
  }

  /** Names of file systems do not survive in a Path. */
  private RunPlace place(JavaSparkContext spark) throws IOException {
    ParseResult given = spec.commandLine().getParseResult();
    return given.hasMatchedOption("--resume")
        ? RunPlace.resume(
            spark.hadoopConfiguration(),
            given.matchedOption("--resume").originalStringValues().getFirst())
        : RunPlace.begin(spark.hadoopConfiguration(), Optional.ofNullable(out), overwrite);
  }

  private RunConfig config(
      SparkInput given,
      SparkData data,
      Optional<ValidationSettings> unseen,
      PreparedTraining training,
      RunConfig.Conduct conduct,
      JavaSparkContext spark) {
    ReadOptions usual = ReadOptions.defaults();
    return new RunConfig(
        RunConfig.FORMAT,
        Version.number(),
        spec.commandLine().getParseResult().originalArgs(),
        new RunConfig.Data(
            given.source(),
            given.source(),
            column,
            usual.patches(),
            usual.patchSize(),
            "auto",
            "auto",
            false,
            List.of(),
            Words.lower(preprocess),
            Words.lower(scale),
            "refuse",
            Words.lower(colour),
            "none",
            null,
            0,
            seed,
            false,
            data.training().rows(),
            data.preprocessing().shapeSeen(given.source(), new ExampleShape.Row(given.columns())),
            data.patches().map(PatchPreprocessing::sigma).orElse(null)),
        unseen
            .flatMap(v -> data.heldOut()
                .map(part -> new RunConfig.Validation(
                    v.value(), part.from().source(), part.rows(), v.patience())))
            .orElse(null),
        RunConfig.Network.of(
            training.architecture(), training.hyperparameters(), Optional.ofNullable(init)),
        RunConfig.Training.of(training.optimizer(), training.limits()),
        conduct,
        RunConfig.Machine.of(
            "Spark %s on %s".formatted(spark.version(), spark.master()),
            spark.defaultParallelism()),
        null);
  }

  private void say(String line) {
    if (!quiet) System.err.println(Printable.line(line));
  }
}
