package fovea.cli;

import fovea.data.DataReader;
import fovea.data.ExampleSource;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.MaskingNoise;
import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.ReadOptions;
import fovea.data.Whitening;
import fovea.io.JsonFile;
import fovea.io.ModelFile;
import fovea.io.Problems;
import fovea.io.StoredModel;
import fovea.kernels.ActivationFunction;
import fovea.kernels.Lanes;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.Penalty;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.report.CostPoint;
import fovea.report.RunFigures;
import fovea.report.RunReport;
import fovea.run.MetricsCsv;
import fovea.run.RunCheckpoints;
import fovea.run.RunConfig;
import fovea.run.RunFolder;
import fovea.run.RunLock;
import fovea.train.Activations;
import fovea.train.Batch;
import fovea.train.Checkpoint;
import fovea.train.Evaluation;
import fovea.train.Metrics;
import fovea.train.Trainer;
import fovea.train.TrainingHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fovea train}. */
@Command(
    name = "train",
    description = {
      "Trains a sparse autoencoder, full batch, and writes a run folder: model.safetensors, metrics.csv, config.json, report.html and figures.",
      "The same data, settings and seed give the same model, bit for bit, on every machine."
    })
final class TrainCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DATA",
      description = "A folder of images, an image, " + DataReader.KINDS
          + "; the photographs of Fovea if left out.")
  private @Nullable Path data;

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Mixin
  private NetworkOptions networkOptions = new NetworkOptions();

  @Mixin
  private HyperparameterOptions hyperparameterOptions = new HyperparameterOptions();

  @Option(
      names = "--corrupt",
      paramLabel = "P",
      defaultValue = "0",
      description = {
        "Denoising: each value of the input is hidden with this probability, and the whole example is to come out.",
        "Hidden are values as mid-grey in preprocessed patches, as 0 elsewhere (default: ${DEFAULT-VALUE})."
      })
  private double corrupt;

  @Option(
      names = "--stream",
      description =
          "Read DATA, .npy or a folder of them, anew in every step instead of holding it in memory; done by itself where it takes more"
              + " than half of it. The bits are the same.")
  private boolean stream;

  @Option(
      names = "--init",
      paramLabel = "MODEL",
      description =
          "Start from the parameters of this model instead of from random ones; its other settings are not taken over.")
  private @Nullable Path init;

  @Mixin
  private OptimizerOptions optimizerOptions = new OptimizerOptions();

  @Mixin
  private ValidationOptions validation = new ValidationOptions();

  @Mixin
  private CheckpointOptions checkpointOptions = new CheckpointOptions();

  @Mixin
  private ThreadOption threads = new ThreadOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder (default: runs/DATE_TIME).")
  private @Nullable Path out;

  @Option(names = "--overwrite", description = "Replace a run that --out holds already.")
  private boolean overwrite;

  @Option(names = "--quiet", description = "No progress and no summary, only errors.")
  private boolean quiet;

  @Option(
      names = "--dry-run",
      description =
          "Only say how much memory, work and time it would take; reads the data, measures for a second and writes nothing.")
  private boolean dryRun;

  private boolean checkpointFailed;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Optional<RunFolder> resumed = checkpointOptions.resumed();
    if (resumed.isEmpty() || spec == null) return conduct(Optional.empty());
    TrainCommand command =
        RunArguments.resumed(resumed.get(), spec.commandLine().getParseResult());
    try (RunLock lock = RunLock.of(resumed.get())) {
      return command.conduct(Optional.of(lock));
    }
  }

  /** @param resumed the run to go on with; a new one if empty */
  private Integer conduct(Optional<RunLock> resumed) throws IOException {
    Hyperparameters hyperparameters = hyperparameterOptions.over(Hyperparameters.DEFAULT);
    networkOptions.check();
    MaskingNoise.requireProbability(corrupt);
    Optimizer optimizer = optimizerOptions.optimizer();
    Limits limits = optimizerOptions.limits();
    RunCheckpoints.Interval interval = checkpointOptions.interval();
    validation.check();
    int threadCount = threads.count();
    Optional<StoredModel> start = Optional.ofNullable(init).map(ModelFile::read);
    String from = "--init " + init;
    hyperparameterOptions.checkRho(networkOptions.encoder(start, from));

    TrainingData given = read(Optional.empty(), networkOptions.decoder(start, from));
    Architecture architecture = networkOptions.network(given.inputs(), given.source(), start, from);
    TrainingPlan plan = new TrainingPlan(given, architecture, optimizer, corrupt > 0, threadCount);
    plan.requireMemory();
    float[] theta = start
        .map(model -> model.network().theta())
        .orElseGet(() -> fovea.model.Parameters.random(architecture, dataOptions.seed()));

    try (given;
        Interruption interruption = new Interruption();
        Team team = new Team(threadCount)) {
      Batch training = batch(given, architecture, hyperparameters, team);
      Optional<Batch> unseen = given.heldOutBatch(architecture, hyperparameters, team);
      requireFiniteStart(training, unseen, theta);
      if (dryRun) {
        plan.print(training, theta, limits.iterations());
        return ExitCode.OK;
      }
      try (RunLock lock = resumed.orElseGet(() -> RunLock.of(newFolder()))) {
        RunFolder run = lock.run();
        RunConfig config =
            config(given, architecture, hyperparameters, optimizer, limits, threadCount);
        Map<String, String> settings = Resumption.settings(config, optimizer, given);
        Optional<Checkpoint> left = resumed.flatMap(r -> Resumption.checkpoint(run, settings));
        if (resumed.isEmpty()) run.clear();
        JsonFile.write(run.config(), config);
        announce(given, architecture, threadCount);
        if (!quiet) warnOfThreads(threadCount);
        if (resumed.isPresent()) announce(run, left);
        Trainer trainer = unseen
            .map(
                batch -> new Trainer(training, batch, validation.patience(optimizerOptions.kind())))
            .orElseGet(() -> new Trainer(training));
        RunCheckpoints checkpoints = new RunCheckpoints(
            run,
            Version.number(),
            settings,
            interval,
            left.map(Checkpoint::iteration).orElse(0),
            System::nanoTime,
            this::noCheckpoint);
        TrainingHistory course =
            train(trainer, optimizer, theta, left, limits, checkpoints, interruption);
        Autoencoder network = new Autoencoder(architecture, theta);
        StoredModel model =
            new StoredModel(network, hyperparameters, Optional.of(given.preprocessing()));
        RunConfig ended = config.ended(TrainingEnd.result(course));
        RunFolder saved = save(run, model, course, ended);
        Evaluation evaluation = Evaluation.of(network, training);
        draw(saved, given, network, evaluation.activations(), course.metrics());
        report(saved, given, ended, course.metrics(), network, hyperparameters, evaluation, team);
        if (saved.equals(run)) RunCheckpoints.clear(run, TrainingEnd.canGoOn(course));
        if (course.divergence().isPresent()) {
          Errors.print(TrainingEnd.advice(course.divergence().get(), course, optimizer, saved));
          return ExitCode.SOFTWARE;
        }
        if (!quiet) TrainingEnd.print(course, saved);
        return saved.equals(run) ? ExitCode.OK : ExitCode.SOFTWARE;
      }
    }
  }

  private static RunFolder save(
      RunFolder run, StoredModel model, TrainingHistory course, RunConfig ended)
      throws IOException {
    return SafePlace.save(run, folder -> {
      ModelFile.write(folder.model(), model);
      MetricsCsv.write(folder.metrics(), course.metrics());
      JsonFile.write(folder.config(), ended);
    });
  }

  private RunFolder newFolder() {
    return out == null ? RunFolder.create() : RunFolder.create(out, overwrite);
  }

  /** Said once: training goes on. */
  private void noCheckpoint(IOException e) {
    if (checkpointFailed) return;
    checkpointFailed = true;
    Errors.print("warning: no checkpoint could be written (%s); training goes on"
        .formatted(Problems.text(e)));
  }

  private void announce(RunFolder run, Optional<Checkpoint> from) {
    say(from.map(c -> "going on with %s from iteration %,d".formatted(run.path(), c.iteration()))
        .orElse("%s has no checkpoint yet: beginning again".formatted(run.path())));
  }

  private static void warnOfThreads(int threads) {
    int processors = Runtime.getRuntime().availableProcessors();
    if (threads > processors)
      Errors.print("warning: %d threads share %s; more than one each makes training slower"
          .formatted(threads, Options.count(processors, "processor")));
  }

  private void announce(TrainingData given, Architecture architecture, int threadCount) {
    say("%s of %d values from %s; network %s; %s"
        .formatted(
            Options.count(given.count(), "example"),
            given.inputs(),
            given.source(),
            architecture,
            Options.count(threadCount, "thread")));
    given
        .heldOut()
        .map(TrainingData.HeldOut::examples)
        .ifPresent(e ->
            say("%s from %s".formatted(Options.count(e.count(), "held-out example"), e.source())));
  }

  private void requireFiniteStart(Batch training, Optional<Batch> heldOut, float[] theta) {
    if (!training.isFiniteAt(theta))
      throw new InputException(
          init == null
              ? "the cost is not finite at the initial point; try a smaller --lambda or --beta"
              : "--init %s: the cost is not finite there, probably as a hidden unit is always 0 or 1; try --beta 0, or another start"
                  .formatted(init));
    if (heldOut.isPresent() && !heldOut.get().isFiniteAt(theta))
      throw new InputException(
          "--validation %s: the held-out cost is not finite at the initial point, probably as a hidden unit is always 0 or 1 there; hold out more examples, or try --beta 0"
              .formatted(validation.value().orElse("")));
  }

  private TrainingHistory train(
      Trainer trainer,
      Optimizer optimizer,
      float[] theta,
      Optional<Checkpoint> from,
      Limits limits,
      RunCheckpoints checkpoints,
      Interruption interruption) {
    try (Progress progress = Progress.of(limits.iterations(), quiet)) {
      return trainer.run(
          optimizer,
          theta,
          from,
          limits,
          metrics -> {
            progress.show(metrics);
            return !interruption.requested();
          },
          checkpoints);
    } catch (IllegalArgumentException e) {
      // A checkpoint with a right checksum that Fovea did not write.
      if (from.isEmpty()) throw e;
      throw new InputException("--resume: the checkpoint cannot be used: " + e.getMessage(), e);
    }
  }

  private void draw(
      RunFolder run,
      TrainingData given,
      Autoencoder network,
      Activations activations,
      List<Metrics> metrics) {
    try {
      RunFigures.write(
          run.figures(),
          given.examples(),
          given.preprocessing(),
          given.x(),
          network,
          activations.rhoHat(),
          metrics,
          dataOptions.seed());
    } catch (IOException e) {
      // The model is worth more than its figures, and some servers have no fonts to draw with.
      Errors.print("the model is saved, but its figures could not be drawn: " + Problems.text(e));
    }
  }

  private void report(
      RunFolder run,
      TrainingData given,
      RunConfig config,
      List<Metrics> metrics,
      Autoencoder network,
      Hyperparameters hyperparameters,
      Evaluation evaluation,
      Team team) {
    try {
      new RunReport(
              name(run.path()),
              config,
              metrics.stream().map(CostPoint::of).toList(),
              given.examples(),
              given.preprocessing(),
              given.x(),
              network,
              evaluation,
              unseen(given).map(held -> held.evaluate(network, hyperparameters, team)))
          .write(run.report());
    } catch (IOException e) {
      Errors.print("the model is saved, but report.html could not be written: " + Problems.text(e));
    } catch (OutOfMemoryError e) {
      // It reads held-out photographs, which training had no need of.
      Errors.print(
          "the model is saved, but its report does not fit in memory; give more, such as FOVEA_OPTS=-Xmx8g, and run 'fovea report %s'"
              .formatted(run.path()));
    }
  }

  /** What a run is called: the name of its folder. */
  static String name(Path run) {
    return String.valueOf(run.toAbsolutePath().normalize().getFileName());
  }

  /**
   * The data that these options name.
   *
   * @param elsewhere where the data are now, if they are not where DATA says
   * @param decoder of the network that is to reproduce them
   */
  TrainingData read(Optional<Path> elsewhere, ActivationFunction decoder) {
    Path path = elsewhere.orElse(data);
    if (path == null && stream)
      throw new InputException("--stream is for DATA in .npy files; name one, or leave it out");
    Optional<ExampleSource> onDisk =
        path == null ? Optional.empty() : TrainingData.onDisk(path, stream);
    if (onDisk.isPresent() && corrupt > 0) {
      onDisk.get().close();
      throw new InputException(
          "--corrupt: %s stays on the disk, and noise is drawn for examples in memory; leave --corrupt out, or give Java more memory (FOVEA_OPTS=-Xmx16g)"
              .formatted(path));
    }
    return onDisk
        .map(source -> TrainingData.open(source, dataOptions, validation, decoder))
        .orElseGet(() -> TrainingData.read(path, dataOptions, validation, decoder));
  }

  /** What is trained on; with --corrupt the network sees less of it. */
  Batch batch(
      TrainingData given, Architecture architecture, Hyperparameters hyperparameters, Team team) {
    float[] seen =
        MaskingNoise.of(corrupt, given.preprocessing(), dataOptions.seed()).apply(given.x());
    return given.batch(architecture, hyperparameters, seen, team);
  }

  /**
   * What a report judges the model on: what was held out, or else, where it was trained on the photographs of Fovea, those that it was not
   * trained on.
   */
  Optional<TrainingData.HeldOut> unseen(TrainingData given) {
    if (given.heldOut().isPresent() || data != null) return given.heldOut();
    Examples photographs = DataReader.heldoutPhotographs(dataOptions.readOptions());
    return Optional.of(new TrainingData.HeldOut(
        photographs, validation.apply(given.preprocessing(), dataOptions, photographs)));
  }

  /** As it is when the run begins. */
  private RunConfig config(
      TrainingData given,
      Architecture architecture,
      Hyperparameters hyperparameters,
      Optimizer optimizer,
      Limits limits,
      int threadCount) {
    return new RunConfig(
        Version.number(),
        arguments(),
        dataConfig(given),
        given.heldOut().map(held -> validationConfig(held.examples())).orElse(null),
        new RunConfig.Network(
            architecture.shape().inputs(),
            architecture.shape().hidden(),
            Options.lower(architecture.encoder()),
            Options.lower(architecture.decoder()),
            architecture.tied(),
            hyperparameters.lambda(),
            hyperparameters.beta(),
            Penalty.hasRho(architecture.encoder()) ? hyperparameters.rho() : null,
            init == null ? null : init.toString()),
        RunConfig.Training.of(optimizer, limits),
        machine(threadCount),
        null);
  }

  private List<String> arguments() {
    return spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
  }

  private RunConfig.Data dataConfig(TrainingData given) {
    Preprocessing preprocessing = given.preprocessing();
    ReadOptions options = dataOptions.readOptions();
    return new RunConfig.Data(
        given.source(),
        options.dataset(),
        options.patches(),
        options.patchSize(),
        Options.lower(dataOptions.preprocess()),
        Options.lower(dataOptions.colour()),
        Options.lower(dataOptions.whiten()),
        preprocessing instanceof Whitening whitening ? whitening.epsilon() : null,
        corrupt,
        options.seed(),
        given.count(),
        given.examples().shape().toString(),
        preprocessing.patches().map(PatchPreprocessing::sigma).orElse(null));
  }

  private RunConfig.Validation validationConfig(Examples heldOut) {
    return new RunConfig.Validation(
        validation.value().orElse(""),
        heldOut.source(),
        heldOut.count(),
        validation.patience(optimizerOptions.kind()));
  }

  private static RunConfig.Machine machine(int threads) {
    return new RunConfig.Machine(
        Runtime.version().toString(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        threads,
        Lanes.vectorBits());
  }

  private void say(String line) {
    if (!quiet) System.err.println(line);
  }
}
