package fovea.sweep;

import fovea.report.HeatMap;
import fovea.report.HeatMapFigure;
import fovea.report.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Heat maps over each pair of the settings that a sweep varies. */
final class SweepMaps {
  private static final String PREFIX = "heatmap_";

  /** What a map shows for every run. */
  enum Quantity {
    EXPLAINED_VARIANCE("Held-out explained variance"),
    FEATURE_QUALITY("Feature quality");

    private final String title;

    Quantity(String title) {
      this.title = title;
    }

    private double of(SweepResult result) {
      return switch (this) {
        case EXPLAINED_VARIANCE -> result.heldOutExplainedVariance();
        case FEATURE_QUALITY -> result.featureQuality();
      };
    }
  }

  private SweepMaps() {}

  /**
   * A map that was written.
   *
   * @param alt what it shows, for those who do not see it
   */
  record Drawn(Path file, String alt) {}

  /** Writes the maps, in place of those that are there. The two maps of a pair of settings follow each other. */
  static List<Drawn> write(Path folder, SweepPlan plan, List<SweepResult> results)
      throws IOException {
    discard(folder);
    List<Drawn> drawn = new ArrayList<>();
    for (List<Dimension> sides : sides(plan.varied()))
      for (Quantity quantity : Quantity.values()) {
        String settings = sides.stream().map(Dimension::key).collect(Collectors.joining("_"));
        String measured = quantity.name().toLowerCase(Locale.ROOT);
        Path file = folder.resolve(PREFIX + settings + "_" + measured + ".png");
        HeatMapFigure.write(file, map(quantity, plan, sides, results));
        String by = sides.stream().map(Dimension::label).collect(Collectors.joining(" and "));
        drawn.add(new Drawn(file, quantity.title + " by " + by));
      }
    return drawn;
  }

  /** The rows and the columns of each map; of one varied setting the columns alone. */
  private static List<List<Dimension>> sides(List<Dimension> varied) {
    if (varied.size() == 1) return List.of(varied);
    List<List<Dimension>> pairs = new ArrayList<>();
    for (int i = 0; i < varied.size(); i++)
      for (int j = i + 1; j < varied.size(); j++) pairs.add(List.of(varied.get(i), varied.get(j)));
    return pairs;
  }

  /** Removes the maps that are there. */
  static void discard(Path folder) throws IOException {
    List<Path> old;
    try (Stream<Path> files = Files.list(folder)) {
      old =
          files.filter(file -> file.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path file : old) Files.delete(file);
  }

  static HeatMap map(
      Quantity quantity, SweepPlan plan, List<Dimension> sides, List<SweepResult> results) {
    boolean pair = sides.size() == 2;
    List<String> down = pair ? plan.values(sides.getFirst()) : List.of("");
    List<String> across = plan.values(sides.getLast());
    Map<String, List<SweepResult>> cells = results.stream()
        .collect(Collectors.groupingBy(result -> cell(
            pair ? sides.getFirst().valueOf(result.setting()) : "",
            sides.getLast().valueOf(result.setting()))));
    double[] values = down.stream()
        .flatMap(row -> across.stream().map(column -> cell(row, column)))
        .mapToDouble(cell -> mean(quantity, cells.getOrDefault(cell, List.of())))
        .toArray();
    return new HeatMap(
        quantity.title,
        mean("mean over the " + (pair ? "other settings and seeds" : "seeds"), quantity, results),
        pair ? sides.getFirst().label() : "",
        down,
        sides.getLast().label(),
        across,
        values);
  }

  private static String cell(String row, String column) {
    return row + " " + column;
  }

  /** The mean of the runs that have a number; NaN if none has. */
  private static double mean(Quantity quantity, List<SweepResult> results) {
    return results.stream()
        .mapToDouble(quantity::of)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  /** A mean that leaves runs out says so. */
  private static String mean(String what, Quantity quantity, List<SweepResult> results) {
    long out = results.stream().filter(r -> !Double.isFinite(quantity.of(r))).count();
    return out == 0
        ? what
        : "%s, without the runs (%s) that have no number".formatted(what, Numbers.grouped(out));
  }
}
