package fovea.run;

import fovea.data.InputException;
import fovea.io.JsonFile;
import fovea.optimize.OptimizerKind;
import fovea.train.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a run folder tells of the training that wrote it.
 *
 * @param path the folder
 * @param rows of metrics.csv, at least one
 * @param settings of config.json, such as "optimizer" → "lbfgs", the limits last; settings that do not apply or follow
 *     from others are left out, and all are without a config.json
 * @param basis what the cost is a cost of, by name: the data, and the weights of its parts; costs compare where these
 *     are the same. Empty without a config.json
 */
public record StoredRun(
    Path path, List<Metrics> rows, Map<String, String> settings, Map<String, String> basis) {
  private static final List<String> SECTIONS = List.of("training", "network", "data", "validation");

  static final String PATIENCE = "patience";

  /** Tell what was trained on. Other patches have another sigma. */
  private static final List<String> DATA = List.of(
      "path",
      "source",
      "dataset",
      "examples",
      "shape",
      "sigma",
      "preprocess",
      "scale",
      "missing",
      "colour",
      "whiten",
      "epsilon",
      "corrupt");

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
    List<Metrics> rows = MetricsReader.read(folder.metrics());
    if (!Files.exists(folder.config())) return new StoredRun(path, rows, Map.of(), Map.of());
    JsonNode config = JsonFile.read(folder.config());
    return new StoredRun(path, rows, settings(config), basis(config));
  }

  /** The cost that the run ended with. */
  public double cost() {
    return rows.getLast().step().cost();
  }

  /** What was measured where the held-out cost was lowest; nothing if no examples were held out. */
  public Optional<Metrics.HeldOut> heldOut() {
    return rows.stream()
        .flatMap(row -> row.heldOut().stream())
        .min(Comparator.comparingDouble(Metrics.HeldOut::cost));
  }

  private static Map<String, String> basis(JsonNode config) {
    Map<String, String> basis = new LinkedHashMap<>();
    JsonNode data = config.path("data");
    basis.put("data", DATA.stream().map(key -> text(data.path(key))).toList().toString());
    JsonNode network = config.path("network");
    basis.put("lambda", text(network.path("lambda")));
    basis.put("beta", text(network.path("beta")));
    if (network.path("beta").asDouble(1) != 0)
      for (String key : List.of("rho", "encoder")) basis.put(key, text(network.path(key)));
    return basis;
  }

  private static String text(JsonNode value) {
    return value.isFloatingPointNumber() ? Words.number(value.doubleValue()) : value.asString("");
  }

  /** A value of a setting as config.json has it. */
  static String text(Object value) {
    return value instanceof Double number
        ? Words.number(number)
        : value.toString().toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> settings(JsonNode tree) {
    Map<String, String> settings = new LinkedHashMap<>();
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
        (limit ? last : settings).putIfAbsent(key, text(setting.getValue()));
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
