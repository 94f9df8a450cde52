package fovea.cli;

import fovea.data.InputException;
import fovea.data.Printable;
import fovea.report.CompareFigure;
import fovea.report.RunCurve;
import fovea.run.RunNames;
import fovea.run.StoredRun;
import fovea.train.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fovea compare}. */
@Command(
    name = "compare",
    description = {
      "Draws the cost of several runs in one chart, against evaluations and "
          + "against seconds, and prints where each ended.",
      "Runs are named after the settings that they differ in."
    })
final class CompareCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Run folders that 'train' wrote, such as runs/*.")
  private List<Path> folders = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "compare.png",
      description = "The chart, a PNG file; replaced if it is there (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("compare.png");

  @Override
  public Integer call() throws IOException {
    requireOut();
    if (folders.size() > CompareFigure.MOST)
      throw new InputException("%d runs: at most %d can be told apart in one chart; leave some out"
          .formatted(folders.size(), CompareFigure.MOST));
    List<StoredRun> runs = folders.stream().map(StoredRun::read).toList();
    List<String> names = RunNames.of(runs).stream().map(Printable::line).toList();
    CompareFigure.write(
        out,
        IntStream.range(0, runs.size())
            .mapToObj(i -> curve(names.get(i), runs.get(i).rows()))
            .toList());
    print(runs, names);
    System.out.println(out);
    return ExitCode.OK;
  }

  /** Nobody means to replace a model or a table by a chart. */
  private void requireOut() {
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png"))
      throw new InputException(
          "--out %s: the chart is a PNG file; give a name that ends in .png".formatted(out));
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || folder == null || !Files.isDirectory(folder))
      throw new InputException(
          "--out %s: cannot be written there; give a file in a folder that exists".formatted(out));
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
    boolean heldOut = runs.stream().anyMatch(run -> lowestHeldOut(run).isPresent());
    int width = Math.max(3, names.stream().mapToInt(String::length).max().orElse(0));
    String format = "%-" + width + "s  %12s" + (heldOut ? "  %20s" : "%s") + "  %10s  %11s  %8s%n";
    System.out.printf(
        format,
        "run",
        "cost",
        heldOut ? "lowest held-out cost" : "",
        "iterations",
        "evaluations",
        "seconds");
    for (int i = 0; i < names.size(); i++) {
      StoredRun run = runs.get(i);
      Metrics last = run.rows().getLast();
      OptionalDouble held = lowestHeldOut(run);
      System.out.printf(
          format,
          names.get(i),
          "%.6f".formatted(last.step().cost()),
          held.isPresent() ? "%.6f".formatted(held.getAsDouble()) : "",
          "%,d".formatted(last.step().iteration()),
          "%,d".formatted(last.step().evaluations()),
          "%.1f".formatted(last.seconds()));
    }
  }

  private static OptionalDouble lowestHeldOut(StoredRun run) {
    return run.rows().stream()
        .flatMap(row -> row.heldOut().stream())
        .mapToDouble(Metrics.HeldOut::cost)
        .min();
  }
}
