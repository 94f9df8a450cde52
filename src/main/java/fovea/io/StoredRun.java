package fovea.io;

import fovea.data.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a run folder tells of the training that wrote it.
 *
 * @param path the folder
 * @param rows of metrics.csv, at least one
 * @param settings the data, network and training sections of config.json in its order, such as "optimizer" → "lbfgs"; settings that do not
 *     apply are left out, and all are without a config.json
 */
public record StoredRun(Path path, List<MetricsReader.Row> rows, Map<String, String> settings) {
  private static final List<String> SECTIONS = List.of("training", "network", "data");

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
    for (String section : SECTIONS)
      for (Map.Entry<String, JsonNode> setting : tree.path(section).properties())
        if (setting.getValue().isValueNode() && !setting.getValue().isNull())
          settings.put(setting.getKey(), setting.getValue().asString());
    return settings;
  }
}
