package fovea.run;

import fovea.optimize.OptimizerKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to call runs that stand side by side: by every setting in which they differ, and by their folders where that
 * does not tell them apart.
 */
public final class RunNames {
  private static final String OPTIMIZER = RunConfig.Training.OPTIMIZER;

  /** Say by themselves what they are. */
  private static final Set<String> SPEAKING = Set.of(OPTIMIZER, "source");

  /** How a file was read: its name says more. */
  private static final Set<String> OF_FILES =
      Set.of("dataset", "header", "index_column", "transpose");

  /** Not to have them is a choice; to lack others follows from other settings. */
  private static final Set<String> OPTIONAL =
      Set.of("init", "validation", RunConfig.Training.SECONDS);

  private RunNames() {}

  /** A name for each run, in order; different ones if the runs' folders are. */
  public static List<String> of(List<StoredRun> runs) {
    List<String> folders = folders(runs);
    if (runs.stream().anyMatch(run -> run.settings().isEmpty())) return folders;
    Set<String> keys = new LinkedHashSet<>();
    for (StoredRun run : runs) keys.addAll(run.settings().keySet());
    keys.removeAll(OF_FILES);
    keys.removeIf(key -> !differs(key, runs));
    if (keys.isEmpty()) return folders;
    List<String> names = runs.stream().map(run -> bySettings(run, keys)).toList();
    List<String> different = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      String name = names.get(i);
      boolean one = Collections.frequency(names, name) == 1;
      different.add(one ? name : name + " (" + folders.get(i) + ")");
    }
    return different;
  }

  private static List<String> folders(List<StoredRun> runs) {
    List<String> names =
        runs.stream().map(run -> new RunFolder(run.path()).name()).toList();
    return Set.copyOf(names).size() == runs.size()
        ? names
        : runs.stream().map(run -> run.path().toString()).toList();
  }

  private static boolean differs(String key, List<StoredRun> runs) {
    Set<String> values = new HashSet<>();
    for (StoredRun run : runs) {
      String value = chosen(key, run);
      if (value != null) values.add(value);
      else if (OPTIONAL.contains(key) || isOfOptimizer(key)) values.add("");
    }
    return values.size() > 1;
  }

  /** The value of a setting; null without one, or if it is only what the run's optimiser usually has. */
  private static @Nullable String chosen(String key, StoredRun run) {
    String value = run.settings().get(key);
    if (value == null || !isOfOptimizer(key)) return value;
    String optimizer = run.settings().get(OPTIMIZER);
    for (OptimizerKind kind : OptimizerKind.values())
      if (kind.toString().equals(optimizer) && value.equals(usual(key, kind))) return null;
    return value;
  }

  private static boolean isOfOptimizer(String key) {
    for (OptimizerKind kind : OptimizerKind.values()) if (usual(key, kind) != null) return true;
    return false;
  }

  private static @Nullable String usual(String key, OptimizerKind kind) {
    return switch (key) {
      case RunConfig.Training.ITERATIONS -> Integer.toString(kind.iterations());
      case RunConfig.Training.RELATIVE_DECREASE -> Words.number(kind.relativeDecrease());
      case StoredRun.PATIENCE -> Integer.toString(kind.patience());
      default ->
        kind.options().stream()
            .filter(option -> option.name().equals(key))
            .map(option -> StoredRun.text(option.usual()))
            .findFirst()
            .orElse(null);
    };
  }

  /** "adam, learning rate 0.01, no validation". */
  private static String bySettings(StoredRun run, Set<String> keys) {
    List<String> parts = new ArrayList<>();
    for (String key : keys) {
      String value = run.settings().get(key);
      String name = key.replace('_', ' ');
      if (value != null) parts.add(SPEAKING.contains(key) ? value : name + " " + value);
      else if (OPTIONAL.contains(key)) parts.add("no " + name);
    }
    return parts.isEmpty() ? "default" : String.join(", ", parts);
  }
}
