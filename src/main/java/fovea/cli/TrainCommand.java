package fovea.cli;

import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.LuminancePatches;
import fovea.data.Preprocessing;
import fovea.data.ReadOptions;
import fovea.io.JsonFile;
import fovea.io.MetricsCsv;
import fovea.io.ModelFile;
import fovea.io.Problems;
import fovea.io.RunConfig;
import fovea.io.RunFolder;
import fovea.io.StoredModel;
import fovea.kernels.Lanes;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.report.RunFigures;
import fovea.train.BatchObjective;
import fovea.train.DivergedException;
import fovea.train.GradientDescent;
import fovea.train.Lbfgs;
import fovea.train.Limits;
import fovea.train.Objective;
import fovea.train.Optimizer;
import fovea.train.Outcome;
import fovea.train.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      "Trains a sparse autoencoder, full batch, and writes a run folder: model.safetensors, metrics.csv, config.json and figures.",
      "The same data, settings and seed give the same model, bit for bit, on every machine."
    })
final class TrainCommand implements Callable<Integer> {
  private static final int HIDDEN = 64;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DATA",
      description =
          "A folder of images, an image, .npy or HDF5; the photographs of Fovea if left out.")
  private @Nullable Path data;

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Option(names = "--hidden", paramLabel = "H", description = "Hidden units (default: 64).")
  private @Nullable Integer hidden;

  @Option(
      names = "--lambda",
      paramLabel = "L",
      defaultValue = "5e-4",
      description = "Weight decay (default: ${DEFAULT-VALUE}).")
  private double lambda;

  @Option(
      names = "--beta",
      paramLabel = "B",
      defaultValue = "0.2",
      description = "Weight of the sparsity term (default: ${DEFAULT-VALUE}).")
  private double beta;

  @Option(
      names = "--rho",
      paramLabel = "R",
      defaultValue = "0.5",
      description = "Mean activation that the sparsity term asks for (default: ${DEFAULT-VALUE}).")
  private double rho;

  @Option(
      names = "--init",
      paramLabel = "MODEL",
      description =
          "Start from the parameters of this model instead of from random ones; its other settings are not taken over.")
  private @Nullable Path init;

  @Mixin
  private OptimizerOptions optimizerOptions = new OptimizerOptions();

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

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Hyperparameters hyperparameters = Options.checked(() -> new Hyperparameters(lambda, beta, rho));
    Optimizer optimizer = optimizerOptions.optimizer();
    Limits limits = optimizerOptions.limits();
    int threadCount = threads.count();
    Optional<StoredModel> start = Optional.ofNullable(init).map(ModelFile::read);
    int hiddenUnits = hiddenUnits(start);

    Examples examples = dataOptions.read(data, false);
    Preprocessing preprocessing = Preprocessing.fit(dataOptions.preprocess(), examples);
    float[] x = preprocessing.apply(examples);
    NetworkShape shape =
        Options.checked(() -> new NetworkShape(preprocessing.outputSize(), hiddenUnits));
    Preprocessing.requireUnitInterval(examples.source(), x, shape.inputs());
    float[] theta = start
        .map(model -> startingPoint(model, shape, examples))
        .orElseGet(() -> fovea.model.Parameters.random(shape, dataOptions.seed()));

    try (Interruption interruption = new Interruption();
        Team team = new Team(threadCount)) {
      long began = System.nanoTime();
      BatchObjective objective =
          new BatchObjective(shape, hyperparameters, x, examples.count(), team);
      requireFiniteStart(objective, theta);
      RunFolder run = out == null ? RunFolder.create() : RunFolder.create(out, overwrite);
      say("%,d examples of %d values from %s; network %s; %d %s"
          .formatted(
              examples.count(),
              shape.inputs(),
              examples.source(),
              shape,
              threadCount,
              threadCount == 1 ? "thread" : "threads"));

      Course course = minimize(optimizer, objective, theta, limits, run, interruption, began);
      Autoencoder network = new Autoencoder(shape, theta);
      ModelFile.write(
          run.model(), new StoredModel(network, hyperparameters, Optional.of(preprocessing)));
      JsonFile.write(
          run.config(),
          config(examples, preprocessing, shape, optimizer, limits, threadCount, course));
      objective.valueAndGradient(theta, new float[theta.length]);
      draw(run, examples, preprocessing, x, network, objective.rhoHat(), course.steps);
      if (course.divergence.isPresent()) {
        Errors.print(advice(course.divergence.get(), optimizer, run));
        return ExitCode.SOFTWARE;
      }
      if (!quiet) summary(course, run);
      return ExitCode.OK;
    }
  }

  /** How the optimiser went. */
  private record Course(
      List<Step> steps, String outcome, double seconds, Optional<DivergedException> divergence) {
    Step last() {
      return steps.get(steps.size() - 1);
    }
  }

  private void requireFiniteStart(Objective objective, float[] theta) {
    float[] gradient = new float[theta.length];
    boolean finite = Double.isFinite(objective.valueAndGradient(theta, gradient));
    for (float g : gradient) finite &= Float.isFinite(g);
    if (finite) return;
    throw new InputException(
        init == null
            ? "the cost is not finite at the initial point; try a smaller --lambda or --beta"
            : "--init %s: the cost is not finite there, probably as a hidden unit is always 0 or 1; try --beta 0, or another start"
                .formatted(init));
  }

  private Course minimize(
      Optimizer optimizer,
      Objective objective,
      float[] theta,
      Limits limits,
      RunFolder run,
      Interruption interruption,
      long began)
      throws IOException {
    List<Step> steps = new ArrayList<>();
    try (MetricsCsv metrics = new MetricsCsv(run.metrics());
        Progress progress = Progress.of(limits.iterations(), quiet)) {
      Outcome outcome = optimizer.minimize(objective, theta, limits, step -> {
        steps.add(step);
        metrics.write(step, seconds(began));
        progress.show(step);
        return !interruption.requested();
      });
      return new Course(steps, outcome.toString(), seconds(began), Optional.empty());
    } catch (DivergedException e) {
      return new Course(
          steps, "diverged at iteration " + e.iteration(), seconds(began), Optional.of(e));
    }
  }

  private void draw(
      RunFolder run,
      Examples examples,
      Preprocessing preprocessing,
      float[] x,
      Autoencoder network,
      double[] rhoHat,
      List<Step> steps) {
    try {
      RunFigures.write(
          run.figures(), examples, preprocessing, x, network, rhoHat, steps, dataOptions.seed());
    } catch (IOException e) {
      // The model is worth more than its figures, and some servers have no fonts to draw with.
      Errors.print("the model is saved, but its figures could not be drawn: " + Problems.text(e));
    }
  }

  private int hiddenUnits(Optional<StoredModel> start) {
    if (start.isEmpty()) return hidden == null ? HIDDEN : hidden;
    int units = start.get().network().shape().hidden();
    if (hidden != null && hidden != units)
      throw new InputException(
          "--hidden %d: the model of --init %s has %d hidden units; leave --hidden out"
              .formatted(hidden, init, units));
    return units;
  }

  private float[] startingPoint(StoredModel model, NetworkShape shape, Examples examples) {
    int inputs = model.network().shape().inputs();
    if (inputs != shape.inputs())
      throw new InputException(
          "--init %s: the model takes %d values an example, those of %s have %d"
              .formatted(init, inputs, examples.source(), shape.inputs()));
    return model.network().theta();
  }

  private static String advice(DivergedException e, Optimizer optimizer, RunFolder run) {
    String hint = optimizer instanceof GradientDescent descent
        ? "; try --learning-rate %s, or --optimizer lbfgs"
            .formatted(Double.toString(descent.learningRate() / 10))
        : "";
    return "diverged at iteration %d; the last finite cost was %s; the model of that point is in %s%s"
        .formatted(e.iteration(), "%.6g".formatted(e.lastCost()), run.path(), hint);
  }

  private static void summary(Course course, RunFolder run) {
    System.out.printf(
        "cost %.6f -> %.6f in %d iterations, %.1f seconds (%s)%n%s%n",
        course.steps.get(0).cost().total(),
        course.last().cost().total(),
        course.last().iteration(),
        course.seconds,
        course.outcome,
        run.path());
  }

  private RunConfig config(
      Examples examples,
      Preprocessing preprocessing,
      NetworkShape shape,
      Optimizer optimizer,
      Limits limits,
      int threadCount,
      Course course) {
    return new RunConfig(
        Version.number(),
        arguments(),
        dataConfig(examples, preprocessing),
        new RunConfig.Network(
            shape.inputs(),
            shape.hidden(),
            lambda,
            beta,
            rho,
            init == null ? null : init.toString()),
        trainingConfig(optimizer, limits),
        machine(threadCount),
        new RunConfig.Result(
            course.outcome,
            course.last().iteration(),
            course.last().cost().total(),
            course.seconds));
  }

  private List<String> arguments() {
    return spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
  }

  private RunConfig.Data dataConfig(Examples examples, Preprocessing preprocessing) {
    ReadOptions options = dataOptions.readOptions();
    return new RunConfig.Data(
        examples.source(),
        options.dataset(),
        options.patches(),
        options.patchSize(),
        Options.lower(dataOptions.preprocess()),
        options.seed(),
        examples.count(),
        examples.shape().toString(),
        preprocessing instanceof LuminancePatches patches ? patches.sigma() : null);
  }

  private RunConfig.Training trainingConfig(Optimizer optimizer, Limits limits) {
    GradientDescent descent = optimizer instanceof GradientDescent gd ? gd : null;
    Lbfgs lbfgs = optimizer instanceof Lbfgs l ? l : null;
    return new RunConfig.Training(
        optimizerOptions.kind().toString(),
        limits.iterations(),
        limits.tolerance(),
        descent == null ? null : descent.learningRate(),
        descent == null ? null : descent.momentum(),
        lbfgs == null ? null : lbfgs.history());
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

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
