package fovea.cli;

import fovea.data.Printable;
import fovea.report.CompareFigure;
import fovea.report.RunCurve;
import fovea.run.RunComparison;
import fovea.run.RunFolder;
import fovea.run.RunNames;
import fovea.run.StoredRun;
import fovea.run.Words;
import fovea.train.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fovea compare}. */
@Command(
    name = "compare",
    description = {
      "Draws the cost of several runs in one chart, against evaluations and against seconds, "
          + "and prints where each ended.",
      "Runs are named after the settings in which they differ. The lowest cost comes first; "
          + "where costs do not compare, since data, lambda, beta or rho differ, "
          + "the highest held-out explained variance does, or the newest run where nothing was held out. "
          + "The chart shows the first 7."
    })
final class CompareCommand implements Callable<Integer> {
  private static final Path USUAL_OUT = Path.of("compare.png");

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Run folders that 'train' wrote, such as runs/*.")
  private List<Path> folders = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The chart to write, a PNG file (default: compare.png, if it is not there yet).")
  private @Nullable Path out;

  @Option(names = "--overwrite", description = "Replace --out if it is there already.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    Path chart = out == null ? USUAL_OUT : out;
    boolean draws = out != null || overwrite || !Files.exists(chart);
    if (draws) OutputFiles.requirePng("--out", chart, overwrite);
    RunComparison comparison =
        RunComparison.of(runs().stream().map(StoredRun::read).toList());
    List<StoredRun> runs = comparison.runs();
    List<String> names = RunNames.of(runs).stream().map(Printable::line).toList();
    int drawn = Math.min(CompareFigure.MOST, runs.size());
    if (draws)
      CompareFigure.write(
          chart,
          IntStream.range(0, drawn)
              .mapToObj(i -> curve(names.get(i), runs.get(i).rows()))
              .toList());
    print(runs, names);
    if (!comparison.apart().isEmpty())
      System.out.printf(
          "Costs do not compare: the runs differ in %s. Order: %s.%s%n",
          Words.list(comparison.apart(), "and"),
          comparison.order(),
          comparison.heldOutIsTheSame() ? "" : " Their held-out examples are not the same.");
    if (draws && drawn < runs.size())
      System.out.printf(
          "The chart shows the first %d of %d runs, %s.%n", drawn, runs.size(), comparison.order());
    if (draws) System.out.println(chart);
    else
      Errors.print("note: %s is there already and stays; --out or --overwrite draws the chart"
          .formatted(chart));
    return ExitCode.OK;
  }

  /** The folders, without those that are no runs, such as others beside them that runs/* names. */
  private List<Path> runs() {
    List<Path> runs = folders.stream()
        .filter(folder -> !Files.exists(folder) || Files.exists(new RunFolder(folder).metrics()))
        .toList();
    if (runs.isEmpty()) return folders;
    for (Path folder : folders)
      if (!runs.contains(folder))
        Errors.print("note: %s holds no metrics.csv and is passed over".formatted(folder));
    return runs;
  }

  private static RunCurve curve(String name, List<Metrics> rows) {
    return new RunCurve(
        name,
        column(rows, row -> row.step().evaluations()),
        column(rows, Metrics::seconds),
        column(rows, row -> row.step().cost()));
  }

  private static double[] column(List<Metrics> rows, ToDoubleFunction<Metrics> column) {
    return rows.stream().mapToDouble(column).toArray();
  }

  private static void print(List<StoredRun> runs, List<String> names) {
    boolean heldOut = runs.stream().anyMatch(run -> run.heldOut().isPresent());
    int width = Math.max(3, names.stream().mapToInt(String::length).max().orElse(0));
    String format = "%-" + width + "s  %12s%s  %10s  %11s  %8s  %s%n";
    System.out.printf(
        format,
        "run",
        "cost",
        heldOut ? heldOut("held-out cost", "explained %") : "",
        "iterations",
        "evaluations",
        "seconds",
        "folder");
    for (int i = 0; i < names.size(); i++) {
      StoredRun run = runs.get(i);
      Metrics last = run.rows().getLast();
      System.out.printf(
          format,
          names.get(i),
          "%.6f".formatted(run.cost()),
          heldOut ? heldOut(run) : "",
          "%,d".formatted(last.step().iteration()),
          "%,d".formatted(last.step().evaluations()),
          "%.1f".formatted(last.seconds()),
          run.path());
    }
  }

  /** The lowest held-out cost, and what the model that has it explains. */
  private static String heldOut(StoredRun run) {
    return heldOut(
        run.heldOut().map(held -> "%.6f".formatted(held.cost())).orElse("-"),
        RunComparison.explainedVariance(run)
            .map(explained -> "%.2f".formatted(100 * explained))
            .orElse("-"));
  }

  private static String heldOut(String cost, String explained) {
    return "  %13s  %11s".formatted(cost, explained);
  }
}
