package fovea.spark;

import fovea.cli.CheckpointOptions;
import fovea.cli.Errors;
import fovea.cli.HelpValues;
import fovea.cli.HyperparameterOptions;
import fovea.cli.NetworkOptions;
import fovea.cli.OptimizerOptions;
import fovea.cli.Resumption;
import fovea.cli.TrainingEnd;
import fovea.cli.Version;
import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.io.JsonFile;
import fovea.io.ModelFile;
import fovea.io.Problems;
import fovea.io.StoredModel;
import fovea.kernels.Lanes;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.Parameters;
import fovea.model.Penalty;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.run.MetricsCsv;
import fovea.run.RunCheckpoints;
import fovea.run.RunConfig;
import fovea.run.RunFolder;
import fovea.run.RunLock;
import fovea.train.Checkpoint;
import fovea.train.Trainer;
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
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spark-submit --class fovea.spark.Train fovea-spark.jar}: {@code fovea train} on the executors of Apache Spark. */
@Command(
    name = "fovea.spark.Train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a sparse autoencoder, full batch, on Apache Spark, and writes a run folder: model.safetensors, metrics.csv and config.json.",
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
      description =
          "Partitions, at least; the result does not depend on it (default: two for each core, or as many as keep each below 64 MiB).")
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
    RunCheckpoints.Interval interval = checkpointOptions.interval();
    Optional<RunFolder> resumed = checkpointOptions.resumed();
    Optional<StoredModel> start = Optional.ofNullable(init).map(ModelFile::read);
    String from = "--init " + init;
    hyperparameterOptions.checkRho(networkOptions.encoder(start, from));

    SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "Fovea");
    if (!conf.contains("spark.master"))
      throw new InputException(
          "there is no Spark here: start this with spark-submit, see docs/spark.md");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      SparkInput given = SparkInput.open(spark.hadoopConfiguration(), input, column);
      Architecture architecture =
          networkOptions.network(given.columns(), given.source(), start, from);
      float[] theta = start
          .map(model -> model.network().theta())
          .orElseGet(() -> Parameters.random(architecture, seed));
      try (SparkTrainer trainer =
          new SparkTrainer(spark, given, architecture, hyperparameters, partitions)) {
        if (!trainer.batch().isFiniteAt(theta))
          throw new InputException(
              "the cost is not finite at the initial point; try a smaller --lambda or --beta");
        RunConfig config = config(given, architecture, hyperparameters, optimizer, limits, spark);
        Map<String, String> settings = settings(config, optimizer, trainer);
        try (RunLock lock = RunLock.of(resumed.orElseGet(this::newFolder))) {
          RunFolder run = lock.run();
          Optional<Checkpoint> left = resumed.flatMap(r -> Resumption.checkpoint(r, settings));
          if (resumed.isEmpty()) run.clear();
          JsonFile.write(run.config(), config);
          say("%,d examples of %d values from %s; network %s; %d partitions"
              .formatted(
                  given.rows(),
                  given.columns(),
                  given.source(),
                  architecture,
                  trainer.partitions()));
          RunCheckpoints checkpoints = new RunCheckpoints(
              run,
              Version.number(),
              settings,
              interval,
              left.map(Checkpoint::iteration).orElse(0),
              System::nanoTime,
              e -> Errors.print("warning: no checkpoint could be written: " + Problems.text(e)));
          TrainingHistory course = train(trainer, optimizer, theta, left, limits, checkpoints);
          ModelFile.write(
              run.model(),
              new StoredModel(
                  new Autoencoder(architecture, theta),
                  hyperparameters,
                  Optional.of(new Preprocessing.None(given.columns()))));
          MetricsCsv.write(run.metrics(), course.metrics());
          JsonFile.write(run.config(), config.ended(TrainingEnd.result(course)));
          RunCheckpoints.clear(run, TrainingEnd.canGoOn(course));
          if (course.divergence().isPresent()) {
            Errors.print(TrainingEnd.advice(course.divergence().get(), course, optimizer, run));
            return ExitCode.SOFTWARE;
          }
          if (!quiet) TrainingEnd.print(course, run);
          return ExitCode.OK;
        }
      }
    }
  }

  private RunFolder newFolder() {
    return out == null ? RunFolder.create() : RunFolder.create(out, overwrite);
  }

  /** All that the answer depends on, by name; for the data, a sum over every value stands. */
  private static Map<String, String> settings(
      RunConfig config, Optimizer optimizer, SparkTrainer trainer) {
    return Map.of(
        "network", config.network().toString(),
        "optimizer", optimizer.toString(),
        "seed", Long.toString(config.data().seed()),
        "training data",
            "%d examples, squares %a"
                .formatted(trainer.batch().examples(), trainer.batch().squares()));
  }

  private TrainingHistory train(
      SparkTrainer trainer,
      Optimizer optimizer,
      float[] theta,
      Optional<Checkpoint> from,
      Limits limits,
      RunCheckpoints checkpoints) {
    return new Trainer(trainer.batch())
        .run(
            optimizer,
            theta,
            from,
            limits,
            metrics -> {
              say("iteration %d/%d  cost %.5f  gradient %.1e"
                  .formatted(
                      metrics.step().iteration(),
                      limits.iterations(),
                      metrics.step().cost(),
                      metrics.step().gradientNorm()));
              return true;
            },
            checkpoints);
  }

  private RunConfig config(
      SparkInput given,
      Architecture architecture,
      Hyperparameters hyperparameters,
      Optimizer optimizer,
      Limits limits,
      JavaSparkContext spark) {
    return new RunConfig(
        Version.number(),
        spec.commandLine().getParseResult().originalArgs(),
        new RunConfig.Data(
            given.source(),
            column,
            0,
            0,
            "none",
            "luminance",
            "none",
            null,
            0,
            seed,
            given.rows(),
            given.columns() + " values",
            null),
        null,
        new RunConfig.Network(
            architecture.shape().inputs(),
            architecture.shape().hidden(),
            architecture.encoder().name().toLowerCase(Locale.ROOT),
            architecture.decoder().name().toLowerCase(Locale.ROOT),
            architecture.tied(),
            hyperparameters.lambda(),
            hyperparameters.beta(),
            Penalty.hasRho(architecture.encoder()) ? hyperparameters.rho() : null,
            init == null ? null : init.toString()),
        RunConfig.Training.of(optimizer, limits),
        new RunConfig.Machine(
            Runtime.version().toString(),
            "Spark %s on %s".formatted(spark.version(), spark.master()),
            Runtime.getRuntime().availableProcessors(),
            spark.defaultParallelism(),
            Lanes.vectorBits()),
        null);
  }

  private void say(String line) {
    if (!quiet) System.err.println(line);
  }
}
