package fovea.cli;

import fovea.data.ColumnNames;
import fovea.data.InputException;
import fovea.data.Printable;
import fovea.data.Problems;
import fovea.model.Architecture;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Penalty;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import fovea.run.DataSettings;
import fovea.run.RunConfig;
import fovea.run.RunSettings;
import fovea.run.TrainingData;
import fovea.run.ValidationSettings;
import fovea.sweep.Setting;
import fovea.sweep.Sweep;
import fovea.sweep.SweepConfig;
import fovea.sweep.SweepFolder;
import fovea.sweep.SweepGrid;
import fovea.sweep.SweepPlan;
import fovea.sweep.SweepReport;
import fovea.sweep.SweepResult;
import fovea.sweep.SweepStability;
import fovea.sweep.SweepTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fovea sweep}. */
@Command(
    name = "sweep",
    modelTransformer = SweepCommand.WithoutClock.class,
    description = {
      "Trains a network for every combination of the given settings, and "
          + "ranks them by held-out explained variance and by the"
          + " quality of their features.",
      "Writes sweep.csv, heat maps, a page with the features of all runs side by side, and a run folder with its report"
          + " for each.",
      "The same command with the same --out goes on with a sweep that was interrupted."
    })
final class SweepCommand implements Callable<Integer> {
  /** How many runs of a ranking are printed. */
  private static final int BEST = 10;

  /** The end of a run by the clock depends on the machine, and on what else runs on it. */
  static final class WithoutClock implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec spec) {
      spec.remove(spec.findOption("--max-seconds"));
      return spec;
    }
  }

  @Mixin
  private TrainingDataOptions dataOptions = new TrainingDataOptions();

  @OptionGroup.Of(OptionGroup.NETWORK)
  @Option(
      names = "--hidden",
      paramLabel = "H",
      split = ",",
      description = "Hidden units: one number or several, such as 16,49,64 (default: "
          + NetworkShape.USUAL_HIDDEN
          + ").")
  private List<Integer> hidden = List.of(NetworkShape.USUAL_HIDDEN);

  @Mixin
  private LayerOptions layers = new LayerOptions();

  @Mixin
  private PresetOption preset = new PresetOption();

  @OptionGroup.Of(OptionGroup.SPARSITY)
  @Option(
      names = "--lambda",
      paramLabel = "L",
      split = ",",
      description = "Weight decay: one number or several (default: ${bundle:usual.lambda}).")
  private @Nullable List<Double> lambda;

  @OptionGroup.Of(OptionGroup.SPARSITY)
  @Option(
      names = "--beta",
      paramLabel = "B",
      split = ",",
      description =
          "Weight of the sparsity term: one number or several (default: ${bundle:usual.beta}).")
  private @Nullable List<Double> beta;

  @OptionGroup.Of(OptionGroup.SPARSITY)
  @Option(
      names = "--rho",
      paramLabel = "R",
      split = ",",
      description =
          "Mean activation that the sparsity term asks for: one number or several (default: ${bundle:usual.rho}).")
  private @Nullable List<Double> rho;

  @Option(
      names = "--seeds",
      paramLabel = "K",
      defaultValue = "1",
      description = "Runs of each setting, from K initial points: the seeds from --seed on. "
          + "The data are those of --seed in all (default: 1).")
  private int seeds;

  @Option(
      names = "--random",
      paramLabel = "N",
      description = "Try N of the settings, drawn at random (default: all).")
  private @Nullable Integer random;

  @Mixin
  private OptimizerOptions optimizerOptions = new OptimizerOptions();

  @OptionGroup.Of(OptionGroup.DATA)
  @Option(
      names = "--validation",
      paramLabel = "DATA|FRACTION",
      description = {
        "What the runs are judged on: a fraction between 0 and 1 of the "
            + "examples, which are then not trained on, a folder or file,"
            + " or 'heldout': the held-out photographs of Fovea (default: these if DATA is left out, else 0.1).",
        "Every run ends after its iterations, not where the held-out cost is lowest, and its last model is kept."
      })
  private @Nullable String validation;

  @Mixin
  private ThreadOption threads = new ThreadOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The folder of the sweep (default: sweeps/DATE_TIME). Finished runs that it holds are not repeated.")
  private @Nullable Path out;

  @Option(
      names = "--overwrite",
      description = "Throw away the sweep that --out holds, instead of going on with it.")
  private boolean overwrite;

  @Option(names = "--quiet", description = "No progress and no summary, only errors.")
  private boolean quiet;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    SweepPlan plan = Options.checked(this::plan);
    layers.check();
    if (!Penalty.hasRho(layers.encoder()) && rho != null)
      throw new InputException(
          "--rho: a relu encoder's activations have no upper end, so its sparsity has no rho; leave --rho out");
    Optimizer optimizer = optimizerOptions.optimizer();
    Limits limits = optimizerOptions.limits();
    int threadCount = threads.count();
    DataSettings data = dataOptions.settings(0, false, Optional.empty());
    // No run ends early by its held-out cost, which none of them follows.
    ValidationSettings heldOut =
        new ValidationSettings(heldOut(data), Math.max(1, limits.iterations()));
    if (overwrite && out == null)
      throw new InputException("--overwrite: there is nothing to overwrite without --out");

    TrainingData given = TrainingData.inMemory(data, Optional.of(heldOut), layers.decoder());
    ColumnNames.noteRowNumbers(given.examples());
    for (Setting setting : plan.runs())
      Options.checked(() -> new NetworkShape(given.inputs(), setting.hidden()));
    Architecture network = layers.architecture(new NetworkShape(given.inputs(), 1));
    RunSettings settings = new RunSettings(
        data,
        Optional.of(heldOut),
        network,
        Hyperparameters.DEFAULT,
        Optional.empty(),
        optimizer,
        limits);
    SweepConfig config =
        SweepConfig.of(Version.number(), given, network, RunConfig.Training.of(optimizer, limits));
    try (Interruption interruption = new Interruption();
        SweepFolder folder =
            out == null ? SweepFolder.create(config) : SweepFolder.open(out, config, overwrite)) {
      List<SweepResult> there =
          plan.runs().stream().flatMap(s -> folder.result(s).stream()).toList();
      announce(given, plan, there.size(), threadCount, folder);
      List<SweepResult> results;
      try (SweepProgress progress = SweepProgress.of(plan, there, limits.iterations(), quiet)) {
        results = new Sweep(given, settings, Version.number(), arguments())
            .run(plan, folder, threadCount, interruption::requested, progress);
      }
      SweepTable table = SweepTable.of(
          results,
          seeds == 1
              ? Map.of()
              : Stage.during(
                  "comparing the features of the seeds",
                  quiet,
                  () -> SweepStability.of(folder, results)));
      Optional<IOException> undrawn = SweepReport.write(folder, config, plan, table);
      undrawn.ifPresent(e ->
          Errors.print("all is saved, but the heat maps could not be drawn: " + Problems.text(e)));
      if (results.size() < plan.runs().size())
        Errors.print(
            "stopped: %d of %d runs are done; the same command with --out %s goes on with the others"
                .formatted(results.size(), plan.runs().size(), Shell.quoted(folder.path())));
      if (!quiet && !results.isEmpty()) summary(table, folder);
      return ExitCode.OK;
    }
  }

  private SweepPlan plan() {
    Hyperparameters named = preset.hyperparameters();
    SweepGrid grid = new SweepGrid(
        hidden,
        lambda == null ? List.of(named.lambda()) : lambda,
        beta == null ? List.of(named.beta()) : beta,
        rho == null ? List.of(named.rho()) : rho);
    return random == null
        ? SweepPlan.full(grid, dataOptions.seed(), seeds)
        : SweepPlan.random(grid, random, dataOptions.seed(), seeds);
  }

  private String heldOut(DataSettings data) {
    if (validation != null) return validation;
    return data.path().isEmpty() ? ValidationSettings.PHOTOGRAPHS : "0.1";
  }

  private List<String> arguments() {
    if (spec == null) throw new IllegalStateException("picocli makes this command");
    return spec.commandLine().getParseResult().originalArgs();
  }

  private void announce(
      TrainingData given, SweepPlan plan, int there, int threadCount, SweepFolder folder)
      throws IOException {
    if (quiet) return;
    System.err.printf(
        "%s of %d values from %s; %s%n",
        Options.count(given.count(), "example"),
        given.inputs(),
        Printable.line(given.source()),
        given
            .heldOut()
            .map(held -> "%s from %s"
                .formatted(
                    Options.count(held.examples().count(), "held-out example"),
                    Printable.line(held.examples().source())))
            .orElse(""));
    int runs = plan.runs().size();
    System.err.printf("%s; %s%n", Options.count(runs, "run"), Options.count(threadCount, "thread"));
    System.err.println(Printable.line(folder.path().toString()));
    if (there > 0) System.err.printf("%,d of %,d runs are there already%n", there, runs);
    int others = folder.others(plan);
    if (others > 0)
      System.err.printf(
          "%s there of other settings: kept, but in neither table nor page of this sweep%n",
          Options.count(others, "run"));
  }

  private static void summary(SweepTable table, SweepFolder folder) {
    print("held-out explained variance", table.byVariance(), table.isCompared());
    print("feature quality", table.byQuality(), table.isCompared());
    System.out.println(folder.page());
    System.out.println(folder.path());
  }

  private static void print(String ranking, List<SweepTable.Row> rows, boolean compared) {
    int shown = Math.min(BEST, rows.size());
    System.out.printf(
        "By %s%s:%n",
        ranking, shown < rows.size() ? ", the first %d of %d".formatted(shown, rows.size()) : "");
    int width = rows.stream()
        .limit(shown)
        .mapToInt(row -> row.result().setting().name().length())
        .max()
        .orElse(0);
    System.out.printf(
        "%-" + width + "s  %11s  %7s  %4s  %9s  %10s%s%n",
        "run",
        "explained %",
        "quality",
        "dead",
        "saturated",
        "duplicates",
        compared ? "  stability  baseline" : "");
    for (SweepTable.Row row : rows.subList(0, shown)) {
      System.out.println(("%-" + width + "s").formatted(row.result().setting().name())
          + row.result()
              .measures()
              .map(m -> "  %11s  %7.3f  %4d  %9d  %10d"
                  .formatted(
                      Double.isFinite(m.heldOutExplainedVariance())
                          ? "%.2f".formatted(100 * m.heldOutExplainedVariance())
                          : "-",
                      m.featureQuality(),
                      m.deadUnits(),
                      m.saturatedUnits(),
                      m.duplicateUnits()))
              .orElse("  diverged")
          + row.stability()
              .map(s -> "  %9.3f  %8.3f".formatted(s.mean(), s.baseline()))
              .orElse(""));
    }
    System.out.println();
  }
}
