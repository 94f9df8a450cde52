package fovea.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs benchmarks, writes JMH's raw JSON and prints a table with GFLOP/s and percent of the peak of the same run. */
public final class Benchmarks {
  private static final String USAGE = """
      Usage: java --add-modules jdk.incubator.vector -jar target/benchmarks.jar WHAT [--json FILE]
        --short    peak, products, sigmoid, step, L-BFGS at the sizes of the experiment: under 3 minutes
        --full     all implementations and sizes, three forks each: an hour or two
        --list     names the benchmarks
        or any arguments of JMH: 'Peak|Product' -p product=encode -p impl=fovea,openblas -f 1; -h lists them
      """;

  /**
   * Forks need the first whatever -jvmArgs the user gives; the others silence warnings about OpenBLAS's and JMH's own
   * calls.
   */
  private static final List<String> FORK_ARGUMENTS = List.of(
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow");

  private Benchmarks() {}

  public static void main(String[] args) throws IOException {
    try {
      run(new ArrayList<>(Arrays.asList(args)));
    } catch (NoBenchmarksException e) {
      System.err.println("benchmarks: none has such a name; --list names them");
      System.exit(2);
    } catch (CommandLineOptionException | RunnerException | IllegalArgumentException e) {
      System.err.println("benchmarks: " + e.getMessage());
      System.exit(2);
    }
  }

  private static void run(List<String> args)
      throws CommandLineOptionException, RunnerException, IOException {
    if (args.isEmpty()) {
      System.out.print(USAGE);
      return;
    }
    String json = take(args, "--json");
    List<ChainedOptionsBuilder> runs = new ArrayList<>();
    for (Suite suite : Suite.values())
      if (args.remove("--" + suite.name().toLowerCase(Locale.ROOT))) runs.addAll(suite.runs());
    if (runs.isEmpty()) runs.add(new OptionsBuilder());
    boolean list = args.remove("--list");

    CommandLineOptions jmh = new CommandLineOptions(args.toArray(String[]::new));
    if (jmh.shouldHelp()) {
      System.out.print(USAGE);
      jmh.showHelp();
      return;
    }
    if (list || jmh.shouldList()) {
      new Runner(jmh).list();
      return;
    }

    List<String> forkArguments = new ArrayList<>(FORK_ARGUMENTS);
    forkArguments.addAll(jmh.getJvmArgsAppend().orElse(Collections.emptyList()));
    List<RunResult> results = new ArrayList<>();
    for (ChainedOptionsBuilder run : runs) {
      run.parent(jmh)
          .addProfiler(FlopsProfiler.class)
          .jvmArgsAppend(forkArguments.toArray(String[]::new));
      results.addAll(new Runner(run.build()).run());
    }
    if (!json.isEmpty()) write(results, json);
    System.out.println();
    Table.print(results, System.out);
  }

  /** Removes an option and its value; returns the value, or "" where the option is not there. */
  private static String take(List<String> args, String option) {
    int at = args.indexOf(option);
    if (at < 0) return "";
    if (at + 1 == args.size()) throw new IllegalArgumentException(option + " needs a file");
    args.remove(at);
    return args.remove(at);
  }

  private static void write(Collection<RunResult> results, String file) throws IOException {
    try (PrintStream out = new PrintStream(file, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    }
  }
}
