package fovea.run;

import fovea.train.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs side by side, the best first: by cost where costs compare, else by the held-out variance that they explain.
 * Where that does not tell them apart, the newest comes first.
 *
 * @param runs in this order
 * @param apart of what the cost is made, as far as it differs, such as "data" or "rho"; costs compare if this is empty
 */
public record RunComparison(List<StoredRun> runs, List<String> apart) {
  private static final Comparator<StoredRun> BY_COST = Comparator.comparingDouble(StoredRun::cost);

  private static final Comparator<StoredRun> BY_HELD_OUT = Comparator.comparingDouble(
      run -> explainedVariance(run).map(explained -> -explained).orElse(Double.MAX_VALUE));

  private static final Comparator<StoredRun> NEWEST_FIRST =
      Comparator.comparingLong(RunComparison::lastChanged).reversed();

  public static RunComparison of(List<StoredRun> runs) {
    List<String> apart = apart(runs);
    Comparator<StoredRun> order = apart.isEmpty() ? BY_COST : BY_HELD_OUT;
    return new RunComparison(
        runs.stream().sorted(order.thenComparing(NEWEST_FIRST)).toList(), apart);
  }

  /** The part of the held-out variance that the run's model explains, if it was measured. */
  public static Optional<Double> explainedVariance(StoredRun run) {
    return run.heldOut().map(Metrics.HeldOut::explainedVariance).filter(Double::isFinite);
  }

  /** How they are sorted. */
  public String order() {
    if (apart.isEmpty()) return "lowest cost first";
    return runs.stream().anyMatch(run -> explainedVariance(run).isPresent())
        ? "highest held-out explained variance first"
        : "newest first";
  }

  /** Whether what the runs explain is the variance of the same held-out examples. */
  public boolean heldOutIsTheSame() {
    Set<List<String>> examples = new HashSet<>();
    for (StoredRun run : runs)
      if (explainedVariance(run).isPresent())
        examples.add(List.of(
            run.basis().getOrDefault("data", ""), run.settings().getOrDefault("validation", "")));
    return examples.size() < 2;
  }

  private static List<String> apart(List<StoredRun> runs) {
    List<StoredRun> told = runs.stream().filter(run -> !run.basis().isEmpty()).toList();
    Set<String> parts = new LinkedHashSet<>();
    for (StoredRun run : told) parts.addAll(run.basis().keySet());
    parts.removeIf(part -> new HashSet<>(
                told.stream().map(run -> run.basis().getOrDefault(part, "")).toList())
            .size()
        == 1);
    return List.copyOf(parts);
  }

  private static long lastChanged(StoredRun run) {
    try {
      return Files.getLastModifiedTime(new RunFolder(run.path()).metrics()).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }
}
