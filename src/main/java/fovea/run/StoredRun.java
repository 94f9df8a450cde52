package fovea.run;

import fovea.data.InputException;
import fovea.io.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a run folder tells of the training that wrote it.
 *
 * @param path the folder
 * @param rows of metrics.csv, at least one
 * @param settings of config.json, such as "optimizer" → "lbfgs", the limits last; settings that do not apply or follow from others are left
 *     out, and all are without a config.json
 */
public record StoredRun(Path path, List<MetricsReader.Row> rows, Map<String, String> settings) {
  private static final List<String> SECTIONS = List.of("training", "network", "data", "validation");

  /** Limits tell runs apart only where nothing else does. */
  private static final Set<String> LAST =
      Set.of("iterations", "tolerance", "relative_decrease", "max_seconds", "patience");

  /** Follow from others, or are told by them. */
  private static final Set<String> DERIVED =
      Set.of("path", "stream", "examples", "shape", "sigma", "inputs");

  /** Of optimisers, and cannot be chosen. */
  private static final Set<String> FIXED = Set.of("beta1", "beta2", "epsilon", "history");

  /**
   * Reads a run folder.
   *
   * @throws InputException if it is no run folder, or a file in it is damaged
   */
  public static StoredRun read(Path path) {
    RunFolder folder = new RunFolder(path);
    if (!Files.isDirectory(path))
      throw new InputException(path + ": no such folder; give folders that 'train' wrote");
    if (!Files.exists(folder.metrics()))
      throw new InputException(path + ": holds no metrics.csv; give folders that 'train' wrote");
    return new StoredRun(path, MetricsReader.read(folder.metrics()), settings(folder.config()));
  }

  private static Map<String, String> settings(Path config) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (!Files.exists(config)) return settings;
    JsonNode tree = JsonFile.read(config);
    Map<String, String> last = new LinkedHashMap<>();
    for (String section : SECTIONS)
      for (Map.Entry<String, JsonNode> setting : tree.path(section).properties()) {
        boolean heldOut = section.equals("validation");
        String key = heldOut && setting.getKey().equals("value") ? "validation" : setting.getKey();
        boolean told = DERIVED.contains(key)
            || (section.equals("training") && FIXED.contains(key))
            || (heldOut && key.equals("source"));
        if (told || !setting.getValue().isValueNode() || setting.getValue().isNull()) continue;
        (LAST.contains(key) ? last : settings)
            .putIfAbsent(key, setting.getValue().asString());
      }
    settings.putAll(last);
    return settings;
  }
}
