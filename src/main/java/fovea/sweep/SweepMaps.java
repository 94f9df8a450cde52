package fovea.sweep;

import fovea.report.HeatMap;
import fovea.report.HeatMapFigure;
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

  /** What a map shows of every run. */
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

  /** Writes the maps, in place of those that are there. Returns the files, the two maps of a pair after each other. */
  static List<Path> write(Path folder, SweepPlan plan, List<SweepResult> results)
      throws IOException {
    discard(folder);
    List<Path> written = new ArrayList<>();
    List<Dimension> varied = plan.varied();
    for (int i = 0; i < varied.size(); i++)
      for (int j = i + 1; j < varied.size(); j++)
        for (Quantity quantity : Quantity.values()) {
          Dimension rows = varied.get(i);
          Dimension columns = varied.get(j);
          Path file = folder.resolve(
              PREFIX + rows.key() + "_" + columns.key() + "_" + name(quantity) + ".png");
          HeatMapFigure.write(file, map(quantity, plan, rows, columns, results));
          written.add(file);
        }
    if (varied.size() == 1)
      for (Quantity quantity : Quantity.values()) {
        Path file =
            folder.resolve(PREFIX + varied.getFirst().key() + "_" + name(quantity) + ".png");
        HeatMapFigure.write(file, row(quantity, plan, varied.getFirst(), results));
        written.add(file);
      }
    return written;
  }

  /** Takes away the maps that are there. */
  static void discard(Path folder) throws IOException {
    List<Path> old;
    try (Stream<Path> files = Files.list(folder)) {
      old =
          files.filter(file -> file.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path file : old) Files.delete(file);
  }

  private static String name(Quantity quantity) {
    return quantity.name().toLowerCase(Locale.ROOT);
  }

  static HeatMap map(
      Quantity quantity,
      SweepPlan plan,
      Dimension rows,
      Dimension columns,
      List<SweepResult> results) {
    List<String> down = plan.values(rows);
    List<String> across = plan.values(columns);
    Map<String, List<SweepResult>> cells = results.stream()
        .collect(Collectors.groupingBy(
            result -> cell(rows.valueOf(result.setting()), columns.valueOf(result.setting()))));
    double[] values = new double[down.size() * across.size()];
    for (int r = 0; r < down.size(); r++)
      for (int c = 0; c < across.size(); c++)
        values[r * across.size() + c] =
            mean(quantity, cells.getOrDefault(cell(down.get(r), across.get(c)), List.of()));
    return new HeatMap(
        quantity.title,
        mean("mean over the other settings and seeds", quantity, results),
        rows.label(),
        down,
        columns.label(),
        across,
        values);
  }

  /** Of one setting alone. */
  private static HeatMap row(
      Quantity quantity, SweepPlan plan, Dimension columns, List<SweepResult> results) {
    List<String> across = plan.values(columns);
    Map<String, List<SweepResult>> cells =
        results.stream().collect(Collectors.groupingBy(r -> columns.valueOf(r.setting())));
    double[] values = across.stream()
        .mapToDouble(value -> mean(quantity, cells.getOrDefault(value, List.of())))
        .toArray();
    return new HeatMap(
        quantity.title,
        mean("mean over the seeds", quantity, results),
        "",
        List.of(""),
        columns.label(),
        across,
        values);
  }

  private static String cell(String row, String column) {
    return row + " " + column;
  }

  /** Of the runs that have a number; NaN if none has. */
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
    return out == 0 ? what : "%s, without the runs (%,d) that have no number".formatted(what, out);
  }
}
