package fovea.sweep;

import fovea.report.HeatMap;
import fovea.report.HeatMapFigure;
import fovea.report.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Heat maps over each pair of the settings that a sweep varies. */
final class SweepMaps {
  private static final String PREFIX = "heatmap_";

  private SweepMaps() {}

  /**
   * A map that was written.
   *
   * @param name what it is of
   * @param alt what it shows, for those who do not see it
   */
  record Drawn(Path file, String name, String alt) {}

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
        HeatMap map = map(quantity, plan, sides, results);
        HeatMapFigure.write(file, map);
        String name = name(quantity, sides);
        drawn.add(new Drawn(file, name, name + alt(quantity, sides, map)));
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
        quantity.title() + (quantity.unit().isEmpty() ? "" : "," + quantity.unit()),
        mean("mean over the " + (pair ? "other settings and seeds" : "seeds"), quantity, results),
        quantity.decimals(),
        pair ? sides.getFirst().label() : "",
        down,
        sides.getLast().label(),
        across,
        values);
  }

  private static String name(Quantity quantity, List<Dimension> sides) {
    return "%s by %s"
        .formatted(
            quantity.title(),
            sides.stream().map(Dimension::label).collect(Collectors.joining(" and ")));
  }

  /** The cells that one looks for first. */
  private static String alt(Quantity quantity, List<Dimension> sides, HeatMap map) {
    double[] values = map.values();
    int[] filled = IntStream.range(0, values.length)
        .filter(i -> Double.isFinite(values[i]))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> values[i]))
        .mapToInt(Integer::intValue)
        .toArray();
    if (filled.length == 0) return ": no run has a number";
    return ": lowest %s, highest %s"
        .formatted(
            cell(quantity, sides, map, filled[0]),
            cell(quantity, sides, map, filled[filled.length - 1]));
  }

  private static String cell(Quantity quantity, List<Dimension> sides, HeatMap map, int index) {
    int columns = map.columns().size();
    String column = sides.getLast().label() + " " + map.columns().get(index % columns);
    return "%s%s at %s"
        .formatted(
            quantity.number(map.values()[index]),
            quantity.unit(),
            sides.size() == 1
                ? column
                : "%s %s and %s"
                    .formatted(sides.getFirst().label(), map.rows().get(index / columns), column));
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
