package fovea.cli;

import fovea.data.InputException;
import fovea.features.FeatureStability;
import fovea.io.AtomicFile;
import fovea.io.StoredModel;
import fovea.report.ModelStability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code fovea stability}. */
@Command(
    name = "stability",
    description = {
      "Tells which features of a model are found again by others that were trained alike with other seeds.",
      "Units are matched one to one by the cosine between their weights, whatever its sign. The baseline is the same "
          + "match with random mixtures of the model's own features."
    })
final class StabilityCommand implements Callable<Integer> {
  private static final int LISTED = 10;

  @picocli.CommandLine.Parameters(
      arity = "2..*",
      paramLabel = "MODEL",
      description =
          "Run folders that 'train' wrote, or model files; the first is the one that is told about.")
  private List<Path> models = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + ModelStability.SEED,
      description = "Decides the mixtures of the baseline (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the stability of every unit: a CSV file.")
  private @Nullable Path out;

  @Option(names = "--overwrite", description = "Replace --out if it is there already.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    if (models.size() < 2)
      throw new InputException("one model: give others to compare it with, such as runs/a runs/b");
    if (out != null) OutputFiles.require("--out", out, overwrite, models.toArray(Path[]::new));
    List<StoredModel> stored = ComparedModels.read(models);
    FeatureStability stability =
        ModelStability.of(stored.getFirst(), stored.subList(1, stored.size()), seed);
    print(stability);
    if (out != null) {
      write(stability, out);
      System.out.println(out);
    }
    return ExitCode.OK;
  }

  private void print(FeatureStability stability) {
    double[] units = stability.units();
    System.out.printf(
        Locale.ROOT,
        "%d units of %s, found again in %s%n"
            + "mean |cosine|       %.3f%n"
            + "of random mixtures  %.3f, 95 %% of them below %.3f%n"
            + "stable units        %d, above what 95 %% of the mixtures reach%n",
        units.length,
        models.getFirst(),
        Options.count(models.size() - 1, "other model"),
        stability.mean(),
        stability.baselineMean(),
        stability.baselineLimit(),
        stability.stableUnits());
    List<Integer> order = IntStream.range(0, units.length)
        .boxed()
        .sorted(Comparator.comparingDouble(unit -> -units[unit]))
        .toList();
    System.out.println("most stable         " + listed(order, units));
    if (units.length > LISTED)
      System.out.println("least stable        " + listed(order.reversed(), units));
  }

  private static String listed(List<Integer> order, double[] units) {
    return order.stream()
        .limit(LISTED)
        .map(unit -> String.format(Locale.ROOT, "%d (%.2f)", unit, units[unit]))
        .collect(Collectors.joining(", "));
  }

  private static void write(FeatureStability stability, Path out) throws IOException {
    double[] units = stability.units();
    String rows = IntStream.range(0, units.length)
        .mapToObj(unit -> String.format(Locale.ROOT, "%d,%.6f%n", unit, units[unit]))
        .collect(Collectors.joining("", String.format("unit,stability%n"), ""));
    AtomicFile.write(out, file -> file.write(rows.getBytes(StandardCharsets.UTF_8)));
  }
}
