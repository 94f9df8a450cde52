package fovea.bench;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/** Results as a Markdown table: the median over all forks' iterations, and the slowest and fastest beside it. */
final class Table {
  private static final String ROW = "| %-26s | %-60s | %10s %-5s | %9s – %-9s | %8s | %6s |%n";

  private Table() {}

  static void print(Collection<RunResult> results, PrintStream out) {
    out.printf(ROW, "benchmark", "parameters", "median", "", "min", "max", "GFLOP/s", "% peak");
    out.println("|---|---|---|---|---|---|");
    for (RunResult result : results) {
      BenchmarkParams benchmark = result.getParams();
      Statistics times = result.getPrimaryResult().getStatistics();
      boolean counted = Flops.of(benchmark) > 0;
      double rate = median(result);
      OptionalDouble peak = peak(results, usesAllThreads(benchmark));
      out.printf(
          ROW,
          shortName(benchmark),
          parameters(benchmark),
          number(times.getPercentile(50)),
          result.getPrimaryResult().getScoreUnit().replace("/op", ""),
          number(times.getMin()),
          number(times.getMax()),
          counted ? number(rate) : "",
          counted && peak.isPresent() ? number(100 * rate / peak.getAsDouble()) : "");
    }
  }

  /** GFLOP/s at the median time. */
  private static double median(RunResult result) {
    return Flops.rate(
        result.getParams(), result.getPrimaryResult().getStatistics().getPercentile(50));
  }

  /** The peak that was measured in this run, with as many threads. */
  private static OptionalDouble peak(Collection<RunResult> results, boolean allThreads) {
    String name = PeakBenchmark.class.getName() + (allThreads ? ".allThreads" : ".oneThread");
    return results.stream()
        .filter(r -> r.getParams().getBenchmark().equals(name))
        .mapToDouble(Table::median)
        .findFirst();
  }

  private static boolean usesAllThreads(BenchmarkParams benchmark) {
    return benchmark.getBenchmark().endsWith(".allThreads")
        || (benchmark.getParamsKeys().contains("threads")
            && benchmark.getParam("threads").equals("all"));
  }

  private static String shortName(BenchmarkParams benchmark) {
    String[] parts = benchmark.getBenchmark().split("\\.");
    return parts[parts.length - 2].replace("Benchmark", "") + '.' + parts[parts.length - 1];
  }

  private static String parameters(BenchmarkParams benchmark) {
    return benchmark.getParamsKeys().stream()
        .map(key -> key + '=' + benchmark.getParam(key))
        .collect(Collectors.joining(" "));
  }

  private static String number(double value) {
    int decimals = value < 10 ? 3 : value < 1000 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
