package fovea.cli;

import fovea.data.ColumnNames;
import fovea.data.Examples;
import fovea.data.InputException;
import fovea.data.MaskingNoise;
import fovea.data.Preprocessing;
import fovea.data.Printable;
import fovea.diagnose.GradientBlock;
import fovea.diagnose.GradientCheck;
import fovea.diagnose.GradientFinding;
import fovea.diagnose.GradientFinding.Verdict;
import fovea.diagnose.GradientTerm;
import fovea.io.JsonFile;
import fovea.io.StoredModel;
import fovea.kernels.RandomDraws;
import fovea.kernels.Team;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.Parameters;
import fovea.model.Penalty;
import fovea.run.DataSettings;
import fovea.run.RunSettings;
import fovea.train.BatchObjective;
import fovea.train.NetworkCost;
import fovea.train.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fovea check-gradient}. */
@Command(
    name = "check-gradient",
    description = {
      "Compares the gradient that training uses with differences of the cost "
          + "in double precision, on your data and settings:",
      "each block of parameters, each part of the cost. Takes some seconds. Exit code 1 if something is off."
    })
final class CheckGradientCommand implements Callable<Integer> {
  @Mixin
  private TrainingDataOptions dataOptions = new TrainingDataOptions();

  @Mixin
  private NetworkOptions network = new NetworkOptions();

  @Mixin
  private HyperparameterOptions hyperparameterOptions = new HyperparameterOptions();

  @Mixin
  private CorruptOption corrupt = new CorruptOption();

  @OptionGroup.Of(OptionGroup.NETWORK)
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "Check at the parameters of this model, a run folder or a file, with its preprocessing, "
              + "instead of at random ones.")
  private @Nullable Path model;

  @OptionGroup.Of(OptionGroup.DATA)
  @Option(
      names = "--examples",
      paramLabel = "N",
      description =
          "Examples to use, drawn from the data (default: 1000, fewer for large networks).")
  private @Nullable Integer examples;

  @Option(
      names = "--coordinates",
      paramLabel = "N",
      defaultValue = "25",
      description = "Parameters to look at in each block, or all (default: ${DEFAULT-VALUE}).")
  private String coordinates = "25";

  @Mixin
  private ThreadOption threads = new ThreadOption();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Gradients gradients;

  /** Makes the objective whose gradient is checked. */
  interface Gradients {
    NetworkCost of(
        Architecture architecture, Hyperparameters h, float[] x, float[] target, int n, Team team);
  }

  CheckGradientCommand() {
    this(BatchObjective::new);
  }

  /** @param gradients others than those of training, for tests */
  CheckGradientCommand(Gradients gradients) {
    this.gradients = gradients;
  }

  /** The JSON that {@code --json} prints. */
  private record Report(
      String source,
      int examplesAvailable,
      int examples,
      String network,
      @Nullable String model,
      double lambda,
      double beta,
      @Nullable Double rho,
      boolean right,
      List<Line> findings) {}

  /** JSON has no infinity: what is infinite or undefined becomes null. */
  private record Line(
      String block,
      String term,
      String verdict,
      int coordinates,
      @Nullable Double relativeError,
      @Nullable Double allowed,
      String worst,
      @Nullable Double gradient,
      @Nullable Double difference) {}

  @Override
  public Integer call() throws IOException {
    int perBlock = perBlock();
    if (examples != null && examples < 1)
      throw new InputException("--examples must be at least 1, not " + examples);
    network.check();
    Optional<StoredModel> stored =
        Optional.ofNullable(model).map(ModelParameter::file).map(network::read);
    DataSettings settings = dataOptions
        .settings(corrupt.probability(), false, stored)
        .withColumns(stored.map(StoredModel::columns).orElse(ColumnNames.NONE));
    String from = "--model " + model;
    Architecture layers = network.network(stored, from);
    hyperparameterOptions.checkRho(layers.encoder());
    Hyperparameters hyperparameters = hyperparameterOptions.over(
        stored.map(StoredModel::hyperparameters).orElse(Hyperparameters.DEFAULT));

    settings.requireReach(layers.decoder());
    Examples all = Stage.during("reading", !Bar.hasTerminal(), settings::examples);
    Preprocessing preprocessing = stored
        .flatMap(StoredModel::preprocessing)
        .map(fitted ->
            Preprocessing.choose(settings.preprocess(), fitted, all.source(), all.shape()))
        .orElseGet(() ->
            Preprocessing.fit(settings.preprocess(), all, layers.decoder().isWithinUnitInterval()));
    float[] x = preprocessing.apply(all);
    int inputs = preprocessing.outputSize();
    stored.ifPresent(m -> RunSettings.requireInputs(m, from, inputs, all.source()));
    Architecture architecture = layers.withInputs(inputs);
    if (architecture.decoder().isWithinUnitInterval())
      Preprocessing.requireUnitInterval(all.source(), x, inputs);
    float[] theta = stored
        .map(m -> m.network().theta())
        .orElseGet(() -> Parameters.random(
            architecture, settings.seed(), Spread.of(x, all.count(), inputs).rms()));

    RandomDraws draws = new RandomDraws(settings.seed(), RandomDraws.Stream.GRADIENT_CHECK);
    int wanted = examples == null ? GradientCheck.usualExamples(architecture, perBlock) : examples;
    float[] drawn = GradientCheck.examples(x, all.count(), wanted, draws);
    float[] seen =
        MaskingNoise.of(settings.corrupt(), preprocessing, settings.seed()).apply(drawn);
    int n = drawn.length / inputs;
    try (Team team = new Team(threads.count())) {
      GradientCheck check = Stage.during(
          "checking the gradient",
          !Bar.hasTerminal(),
          () -> Options.checked(() -> GradientCheck.of(
              architecture,
              hyperparameters,
              seen,
              drawn,
              theta,
              perBlock,
              draws,
              h -> gradients.of(architecture, h, seen, drawn, n, team),
              team)));
      if (json) printJson(check, hyperparameters, architecture, all);
      else print(check, hyperparameters, architecture, all);
      return check.right() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private int perBlock() {
    if (coordinates.equals("all")) return Integer.MAX_VALUE;
    try {
      int number = Integer.parseInt(coordinates);
      if (number >= 1) return number;
    } catch (NumberFormatException e) {
      // Answered below, like a number that is too small.
    }
    throw new InputException(
        "--coordinates must be a number of at least 1, or all, not '%s'".formatted(coordinates));
  }

  private void print(
      GradientCheck check, Hyperparameters h, Architecture architecture, Examples all) {
    System.out.printf(
        "%,d of %,d examples from %s; network %s, parameters %s;%nlambda %s, beta %s%s%n%n",
        check.examples(),
        all.count(),
        Printable.line(all.source()),
        architecture,
        Printable.line(model == null ? "random" : "of " + model),
        h.lambda(),
        h.beta(),
        Penalty.hasRho(architecture.encoder()) ? ", rho " + h.rho() : "");
    StringBuilder head = new StringBuilder("relative error");
    for (GradientTerm term : GradientTerm.values()) head.append("  %-16s".formatted(term));
    System.out.println(head.toString().stripTrailing());
    for (GradientBlock block : GradientBlock.values()) {
      List<GradientFinding> row =
          check.findings().stream().filter(f -> f.block() == block).toList();
      if (row.isEmpty()) continue;
      StringBuilder line = new StringBuilder(
          "%-14s".formatted("%s (%,d)".formatted(block, row.getFirst().coordinates())));
      for (GradientFinding f : row)
        line.append("  %-16s".formatted("%-8s %s".formatted(number(f), word(f.verdict()))));
      System.out.println(line.toString().stripTrailing());
    }
    System.out.println();
    for (GradientFinding f : check.findings()) if (f.verdict() != Verdict.OK) explain(f);
    System.out.println(verdict(check));
  }

  private static String number(GradientFinding f) {
    return f.relativeError() == 0 ? "0" : "%.1e".formatted(f.relativeError());
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case OK -> "ok";
      case OFF -> "OFF";
      case LOST -> "lost";
    };
  }

  private static void explain(GradientFinding f) {
    if (f.verdict() == Verdict.LOST)
      System.out.printf(
          "lost: %s, %s: so small beside the rounding of float32 that a wrong gradient would look the same%n",
          f.block(), f.term());
    else
      System.out.printf(
          "OFF: %s, %s: %.1e, rounding explains %.1e; %s is %.6g, should be %.6g%n",
          f.block(),
          f.term(),
          f.relativeError(),
          f.allowed(),
          f.worst().parameter(),
          f.worst().gradient(),
          f.worst().difference());
  }

  private static String verdict(GradientCheck check) {
    if (!check.right())
      return "The gradient is wrong, and so is what is trained with it. "
          + "If you changed the code, look where it says OFF;"
          + " if you did not, run 'doctor' and report this table.";
    String right = check.findings().stream().anyMatch(f -> f.verdict() == Verdict.LOST)
        ? "The gradient is right wherever it can be told from rounding."
        : "The gradient is right: rounding explains every difference.";
    return check.findings().stream()
        .filter(f -> f.verdict() == Verdict.OK)
        .max(Comparator.comparingDouble(GradientFinding::allowed))
        .map(f -> right
            + " A fault below %.0e of a block's gradient could hide in it (%s, %s)."
                .formatted(f.allowed(), f.block(), f.term()))
        .orElse(right);
  }

  private void printJson(
      GradientCheck check, Hyperparameters h, Architecture architecture, Examples all) {
    System.out.println(JsonFile.printable(new Report(
        all.source(),
        all.count(),
        check.examples(),
        architecture.toString(),
        model == null ? null : model.toString(),
        h.lambda(),
        h.beta(),
        Penalty.hasRho(architecture.encoder()) ? h.rho() : null,
        check.right(),
        check.findings().stream()
            .map(f -> new Line(
                f.block().toString(),
                f.term().toString().replace(' ', '_'),
                Options.lower(f.verdict()),
                f.coordinates(),
                Options.orNull(f.relativeError()),
                Options.orNull(f.allowed()),
                f.worst().parameter(),
                Options.orNull(f.worst().gradient()),
                Options.orNull(f.worst().difference())))
            .toList())));
  }
}
