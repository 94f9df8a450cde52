package fovea.run;

import fovea.data.InputException;
import fovea.io.JsonFile;
import fovea.optimize.OptimizerKind;
import fovea.train.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
 * @param settings of config.json, such as "optimizer" → "lbfgs", the limits last; settings that do not apply or follow
 *     from others are left out, and all are without a config.json
 */
public record StoredRun(Path path, List<Metrics> rows, Map<String, String> settings) {
  private static final List<String> SECTIONS = List.of("training", "network", "data", "validation");

  private static final String PATIENCE = "patience";

  /** Follow from others, or are told by them. */
  private static final Set<String> DERIVED =
      Set.of("path", "stream", "examples", "shape", "sigma", "inputs");

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
            || (heldOut && key.equals("source"))
            || (section.equals("training") && !isChosen(key));
        if (told || !setting.getValue().isValueNode() || setting.getValue().isNull()) continue;
        // Limits tell runs apart only where nothing else does.
        boolean limit = RunConfig.Training.LIMITS.contains(key) || key.equals(PATIENCE);
        (limit ? last : settings).putIfAbsent(key, setting.getValue().asString());
      }
    settings.putAll(last);
    return settings;
  }

  /** Whether a setting of training is one that users choose. */
  private static boolean isChosen(String key) {
    return key.equals(RunConfig.Training.OPTIMIZER)
        || RunConfig.Training.LIMITS.contains(key)
        || Arrays.stream(OptimizerKind.values())
            .flatMap(kind -> kind.options().stream())
            .anyMatch(option -> option.name().equals(key));
  }
}
