package fovea.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What to call runs that stand side by side: by the settings that tell them apart, else by their folders. */
public final class RunNames {
  private RunNames() {}

  /** A name for each run, in order; different ones if the runs' folders are. */
  public static List<String> of(List<StoredRun> runs) {
    Set<String> keys = new LinkedHashSet<>();
    for (StoredRun run : runs) keys.addAll(run.settings().keySet());
    List<String> chosen = new ArrayList<>();
    for (String key : keys) {
      int apart = apart(bySettings(runs, chosen));
      if (apart == runs.size()) break;
      chosen.add(key);
      // A setting that tells no more runs apart than those before it only makes names long.
      if (apart(bySettings(runs, chosen)) == apart) chosen.removeLast();
    }
    List<String> names = bySettings(runs, chosen);
    boolean told = runs.stream().noneMatch(run -> run.settings().isEmpty());
    if (runs.size() > 1 && told && apart(names) == runs.size()) return names;
    names = runs.stream().map(RunNames::folder).toList();
    return apart(names) == runs.size()
        ? names
        : runs.stream().map(run -> run.path().toString()).toList();
  }

  private static int apart(List<String> names) {
    return new HashSet<>(names).size();
  }

  private static String folder(StoredRun run) {
    return String.valueOf(run.path().toAbsolutePath().normalize().getFileName());
  }

  private static List<String> bySettings(List<StoredRun> runs, List<String> keys) {
    return runs.stream().map(run -> bySettings(run, keys)).toList();
  }

  /** "adam, learning rate 0.01": an optimiser needs no word before it. */
  private static String bySettings(StoredRun run, List<String> keys) {
    List<String> parts = new ArrayList<>();
    for (String key : keys) {
      String value = run.settings().get(key);
      if (value == null) continue;
      parts.add(key.equals("optimizer") ? value : key.replace('_', ' ') + " " + value);
    }
    return parts.isEmpty() ? "default" : String.join(", ", parts);
  }
}
