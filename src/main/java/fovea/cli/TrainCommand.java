package fovea.cli;

import fovea.data.MaskingNoise;
import fovea.data.Printable;
import fovea.diagnose.DiagnosisCpu;
import fovea.io.StoredModel;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.run.OpenRun;
import fovea.run.PreparedTraining;
import fovea.run.RunConfig;
import fovea.run.RunFolder;
import fovea.run.RunSettings;
import fovea.run.TrainingData;
import fovea.run.TrainingPlan;
import fovea.run.TrainingRun;
import fovea.run.ValidationSettings;
import fovea.train.TrainingHistory;
import fovea.train.WarmUp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code fovea train}. */
@Command(
    name = "train",
    description = {
      "Trains a sparse autoencoder, full batch, and writes a run folder: "
          + "model.safetensors, metrics.csv, config.json, report.html and figures.",
      "The same data, settings and seed give the same model, bit for bit, on every machine."
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin
  private TrainingDataOptions dataOptions = new TrainingDataOptions();

  @Mixin
  private NetworkOptions networkOptions = new NetworkOptions();

  @Mixin
  private PresetOption preset = new PresetOption();

  @Mixin
  private HyperparameterOptions hyperparameterOptions = new HyperparameterOptions();

  @Mixin
  private CorruptOption corrupt = new CorruptOption();

  @OptionGroup.Of(OptionGroup.DATA)
  @Option(
      names = "--stream",
      description =
          "Read DATA, .npy or a folder of them, anew in every step instead of holding it in memory; "
              + "done by itself where it takes more than half of it. The bits are the same.")
  private boolean stream;

  @OptionGroup.Of(OptionGroup.NETWORK)
  @Option(
      names = "--init",
      paramLabel = "MODEL",
      description =
          "Start from the parameters of this model, a run folder or a file, instead of from random ones; "
              + "its other settings are not taken over.")
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
      description = "Only say how much memory, work and time it would take; "
          + "reads the data, measures for a second and writes nothing.")
  private boolean dryRun;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    RunConfig.Conduct conduct =
        new RunConfig.Conduct(threads.given(), checkpointOptions.every(), quiet);
    Optional<RunFolder> resumed = checkpointOptions.resumed();
    if (resumed.isEmpty()) return train(settings(), conduct, Optional.empty());
    try (OpenRun run = OpenRun.resume(resumed.get())) {
      RunConfig config = run.earlier().orElseThrow();
      ResumedOptions.requireSame(run.folder(), parsed());
      RunSettings settings = resumed(config.settings(run.folder().config()));
      if (!dryRun && TrainingEnd.isDone(run.folder(), config, settings.limits(), quiet))
        return ExitCode.OK;
      return train(settings, conduct.over(config.conduct()), Optional.of(run));
    }
  }

  private ParseResult parsed() {
    if (spec == null) throw new IllegalStateException("picocli makes this command");
    return spec.commandLine().getParseResult();
  }

  private RunSettings settings() {
    Hyperparameters hyperparameters = hyperparameterOptions.over(preset.hyperparameters());
    networkOptions.check();
    MaskingNoise.requireProbability(corrupt.probability());
    Optimizer optimizer = optimizerOptions.optimizer();
    Limits limits = optimizerOptions.limits();
    Optional<ValidationSettings> heldOut = validation.settings(optimizerOptions.kind());
    Optional<Path> initial = Optional.ofNullable(init).map(ModelParameter::file);
    Optional<StoredModel> model = initial.map(networkOptions::read);
    Architecture network = networkOptions.network(model, "--init " + init);
    hyperparameterOptions.checkRho(network.encoder());
    return new RunSettings(
        dataOptions.settings(corrupt.probability(), stream, model),
        heldOut,
        network,
        hyperparameters,
        initial,
        optimizer,
        limits);
  }

  /** Those of the run, with what may be given anew. */
  private RunSettings resumed(RunSettings its) {
    optimizerOptions.limits();
    ParseResult given = parsed();
    RunSettings settings = its.withLimits(new Limits(
        given.matchedOptionValue("--iterations", its.limits().iterations()),
        its.limits().tolerance(),
        its.limits().relativeDecrease(),
        given.matchedOptionValue("--max-seconds", its.limits().seconds())));
    return dataOptions.data().map(its.data()::at).map(settings::withData).orElse(settings);
  }

  /** @param resumed the run to go on with; a new one if empty */
  private int train(RunSettings settings, RunConfig.Conduct conduct, Optional<OpenRun> resumed)
      throws IOException {
    int threadCount = ThreadOption.count(conduct.threads());
    try (TrainingData given = read(settings, conduct.quiet());
        Interruption interruption = new Interruption();
        Team team = new Team(threadCount)) {
      TrainingPlan plan = new TrainingPlan(given, settings, threadCount);
      plan.requireMemory();
      PreparedTraining training = Stage.during(
          "preparing",
          conduct.quiet(),
          () -> settings.prepare(given, team).started(heldOut -> notFinite(settings, heldOut)));
      if (dryRun) {
        if (!conduct.quiet())
          DiagnosisCpu.busy()
              .ifPresent(
                  busy -> Errors.print("warning: %s; the time is too long then".formatted(busy)));
        plan.lines(training.examples(), training.theta())
            .forEach(line -> System.out.println(Printable.line(line)));
        return ExitCode.OK;
      }
      RunConfig config = RunConfig.of(
          Version.number(),
          resumed
              .flatMap(OpenRun::earlier)
              .map(RunConfig::arguments)
              .orElseGet(() -> parsed().originalArgs()),
          settings,
          given,
          RunConfig.Training.of(settings.optimizer(), settings.limits()),
          conduct,
          RunConfig.Machine.here(threadCount));
      try (OpenRun open = resumed.orElseGet(() -> OpenRun.begin(newFolder()))) {
        TrainingRun run =
            TrainingRun.start(open, training, config, given.fingerprints(), Errors::print);
        if (!conduct.quiet()) announce(given, training, threadCount);
        if (!conduct.quiet() && resumed.isPresent()) announce(open.folder(), run.from());
        TrainingHistory history;
        try (Progress progress = Progress.of(settings.limits().iterations(), conduct.quiet())) {
          history =
              run.train(CheckpointOptions.interval(conduct.checkpointEvery()), (metrics, at) -> {
                progress.show(metrics);
                return !interruption.requested();
              });
        }
        TrainingRun.Saved saved = run.save(history);
        Stage.during("drawing figures and report", conduct.quiet(), () -> {
          RunPage.draw(saved, given, training.examples(), team);
          return saved;
        });
        return TrainingEnd.tell(saved, settings.optimizer(), conduct.quiet());
      }
    }
  }

  private static TrainingData read(RunSettings settings, boolean quiet) throws IOException {
    String what = settings.data().path().map(Path::toString).orElse("the built-in photographs");
    WarmUp warmUp = WarmUp.begin(settings.network(), settings.hyperparameters());
    TrainingData given = Stage.during("reading " + what, quiet, settings::read);
    warmUp.end();
    return given;
  }

  private RunFolder newFolder() {
    return out == null ? RunFolder.create() : RunFolder.create(out, overwrite);
  }

  private static void announce(TrainingData given, PreparedTraining training, int threads) {
    System.err.printf(
        "%s of %d values from %s; network %s; %s%n",
        Options.count(given.count(), "example"),
        given.inputs(),
        Printable.line(given.source()),
        training.architecture(),
        Options.count(threads, "thread"));
    given
        .heldOut()
        .map(TrainingData.HeldOut::examples)
        .ifPresent(e -> System.err.printf(
            "%s from %s%n",
            Options.count(e.count(), "held-out example"), Printable.line(e.source())));
    int processors = Runtime.getRuntime().availableProcessors();
    if (threads > processors)
      Errors.print("warning: %d threads share %s; more than one each makes training slower"
          .formatted(threads, Options.count(processors, "processor")));
  }

  private static void announce(RunFolder run, Optional<Integer> from) {
    System.err.println(Printable.line(from.map(
            iteration -> "going on with %s from iteration %,d".formatted(run.path(), iteration))
        .orElse("%s has no checkpoint yet: beginning again".formatted(run.path()))));
  }

  private static String notFinite(RunSettings settings, boolean heldOut) {
    if (heldOut)
      return ("--validation %s: the held-out cost is not finite at the initial point, "
              + "probably because a hidden unit is always 0 or 1 there; hold out more examples, or try --beta 0")
          .formatted(settings.validation().map(ValidationSettings::value).orElse(""));
    return settings
        .init()
        .map(
            ("--init %s: the cost is not finite there, probably because a hidden unit is always 0 or 1; "
                    + "try --beta 0, or another start")::formatted)
        .orElse("the cost is not finite at the initial point: the values are too large; "
            + "add --scale standard");
  }
}
