package fovea.spark;

import fovea.cli.CheckpointOptions;
import fovea.cli.Errors;
import fovea.cli.HelpValues;
import fovea.cli.HyperparameterOptions;
import fovea.cli.NetworkOptions;
import fovea.cli.OptimizerOptions;
import fovea.cli.TrainingEnd;
import fovea.cli.Version;
import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.data.Printable;
import fovea.data.ReadOptions;
import fovea.io.StoredModel;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.Parameters;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.run.OpenRun;
import fovea.run.PreparedTraining;
import fovea.run.RunConfig;
import fovea.run.RunFolder;
import fovea.run.RunSettings;
import fovea.run.TrainingRun;
import fovea.train.TrainingHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "0",
      description = "Partitions, at least; the result does not depend on it"
          + " (default: two for each core, or as many as keep each below 64 MiB).")
  private int partitions;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The run folder, on the driver (default: runs/DATE_TIME; with --resume, that run's).")
  private Path out;

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

    SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "Fovea");
    if (!conf.contains("spark.master"))
      throw new InputException(
          "there is no Spark here: start this with spark-submit, see docs/spark.md");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      SparkInput given = SparkInput.open(spark.hadoopConfiguration(), input, column);
      start.ifPresent(
          model -> RunSettings.requireInputs(model, from, given.columns(), given.source()));
      Architecture architecture = layers.withInputs(given.columns());
      try (SparkTrainer executors =
          new SparkTrainer(spark, given, architecture, hyperparameters, partitions)) {
        float[] theta = start
            .map(model -> model.network().theta())
            .orElseGet(() ->
                Parameters.random(architecture, seed, executors.batch().spread().rms()));
        PreparedTraining training = new PreparedTraining(
                architecture,
                hyperparameters,
                new Preprocessing.None(given.columns()),
                executors.batch(),
                Optional.empty(),
                optimizer,
                limits,
                theta)
            .started(heldOut -> start.isPresent()
                ? from
                    + ": the cost is not finite there, as a hidden unit is always 0 or 1; try another start"
                : "the cost is not finite at the initial point: the values are too large; "
                    + "rescale them to between 0 and 1");
        Optional<RunFolder> resumed = checkpointOptions.resumed();
        try (OpenRun open =
            resumed.map(OpenRun::resume).orElseGet(() -> OpenRun.begin(newFolder()))) {
          TrainingRun run = TrainingRun.start(
              open,
              training,
              config(given, training, conduct, spark),
              fingerprint(executors),
              Errors::print);
          say("%,d examples of %d values from %s; network %s; %d partitions"
              .formatted(
                  given.rows(),
                  given.columns(),
                  given.source(),
                  architecture,
                  executors.partitions()));
          TrainingHistory history =
              run.train(CheckpointOptions.interval(conduct.checkpointEvery()), (metrics, at) -> {
                say("iteration %d/%d  cost %.5f  gradient %.1e"
                    .formatted(
                        metrics.step().iteration(),
                        limits.iterations(),
                        metrics.step().cost(),
                        metrics.step().gradientNorm()));
                return true;
              });
          return TrainingEnd.tell(run.save(history), optimizer, quiet);
        }
      }
    }
  }

  private RunFolder newFolder() {
    return out == null ? RunFolder.create() : RunFolder.create(out, overwrite);
  }

  /** A sum over every value stands for the data. */
  private static Map<String, String> fingerprint(SparkTrainer executors) {
    return Map.of(
        "training data",
        "%d examples, squares %a"
            .formatted(executors.batch().examples(), executors.batch().spread().squares()));
  }

  private RunConfig config(
      SparkInput given,
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
            "none",
            "none",
            "refuse",
            "luminance",
            "none",
            null,
            0,
            seed,
            false,
            given.rows(),
            given.columns() + " values",
            null),
        null,
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
