package fovea.cli;

import fovea.data.PatchStream;
import fovea.data.Printable;
import fovea.io.AnomalyScore;
import fovea.io.Calibration;
import fovea.io.JsonFile;
import fovea.io.ScoreDistribution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code anomaly} prints.
 *
 * @param anomalies how many examples are above the threshold
 * @param columns the names of the columns, if they have any; empty where values are pixels
 * @param places where each patch is cut, if that is known
 */
record AnomalyReport(
    String source,
    LargestErrors largest,
    AnomalyScore score,
    Optional<Calibration> calibration,
    long anomalies,
    Optional<List<String>> columns,
    Optional<PatchStream.Place[]> places) {

  void print(boolean json) {
    if (json) System.out.println(JsonFile.printable(tree()));
    else text();
  }

  private Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("source", source);
    tree.put("n", largest.count());
    tree.put("mse", largest.mean());
    calibration.ifPresent(c -> {
      tree.put("score", Options.lower(score));
      tree.put("threshold", c.of(score).threshold());
      tree.put("quantile", c.quantile());
      tree.put("calibration_examples", c.examples());
      tree.put("anomalies", anomalies);
    });
    tree.put("worst", largest.sorted().stream().map(this::tree).toList());
    return tree;
  }

  private Map<String, Object> tree(LargestErrors.Entry entry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("example", entry.example());
    place(entry).ifPresent(place -> {
      tree.put("image", place.image());
      tree.put("x", place.x());
      tree.put("y", place.y());
    });
    tree.put(calibration.isPresent() ? "score" : "mse", entry.score());
    calibration.ifPresent(c -> {
      ScoreDistribution usual = c.of(score);
      tree.put("percentile", usual.percentile(entry.score(), c.examples()));
      tree.put("is_anomaly", usual.isAnomaly(entry.score()));
      columns.ifPresent(names -> tree.put(
          "columns",
          entry.parts().stream()
              .map(part -> {
                Map<String, Object> column = new LinkedHashMap<>();
                column.put("column", name(names, part.column(), 0));
                column.put("share", part.share());
                return column;
              })
              .toList()));
    });
    return tree;
  }

  private void text() {
    System.out.printf(
        "%s from %s%nmean squared error %s%n",
        Options.count(largest.count(), "example"), Printable.line(source), (float) largest.mean());
    calibration.ifPresent(c -> System.out.printf(
        "%,d anomal%s: %s above %s, quantile %s of %s; ordinary examples would give %s at most%n",
        anomalies,
        anomalies == 1 ? "y" : "ies",
        score.title(),
        c.of(score).threshold(),
        c.quantile(),
        Options.count(c.examples(), "calibration example"),
        expected(c)));
    if (largest.sorted().isEmpty()) return;
    System.out.println();
    System.out.println(line("example", score.title(), "percentile", "anomaly", lastTitle()));
    for (LargestErrors.Entry entry : largest.sorted())
      System.out.println(line(
          Long.toString(entry.example()),
          Float.toString(entry.score()),
          calibration
              .map(c -> "%.1f".formatted(c.of(score).percentile(entry.score(), c.examples())))
              .orElse(""),
          calibration
              .map(c -> c.of(score).isAnomaly(entry.score()) ? "yes" : "no")
              .orElse(""),
          last(entry)));
  }

  /** How many ordinary examples are to be expected above the threshold. */
  private String expected(Calibration c) {
    double number = (1 - c.quantile()) * largest.count();
    return number < 10 ? "%.1f".formatted(number) : "%,.0f".formatted(number);
  }

  private String line(
      String example, String value, String percentile, String anomaly, String last) {
    List<String> cells = new ArrayList<>(List.of("%10s".formatted(example)));
    cells.add("%-18s".formatted(value));
    if (calibration.isPresent())
      cells.addAll(List.of("%10s".formatted(percentile), "%-7s".formatted(anomaly)));
    cells.add(last);
    return String.join("  ", cells).stripTrailing();
  }

  private String lastTitle() {
    if (places.isPresent()) return "patch";
    return calibration.isPresent() && columns.isPresent() ? "columns that contribute most" : "";
  }

  /** Where it is in an image, or what its score comes from. */
  private String last(LargestErrors.Entry entry) {
    if (places.isPresent())
      return place(entry)
          .map(p -> "%s at x %d, y %d".formatted(Printable.line(p.image()), p.x(), p.y()))
          .orElse("");
    if (calibration.isEmpty() || columns.isEmpty()) return "";
    List<String> names = columns.get();
    return entry.parts().stream()
        .map(part -> "%s %.0f %%"
            .formatted(Printable.line(name(names, part.column(), 1)), 100.0 * part.share()))
        .collect(Collectors.joining(", "));
  }

  /** A column's name, or its number. Programs count from 0 and people from 1. */
  private static String name(List<String> names, int column, int first) {
    return names.isEmpty() ? Integer.toString(first + column) : names.get(column);
  }

  private Optional<PatchStream.Place> place(LargestErrors.Entry entry) {
    return places.map(all -> all[(int) entry.example()]);
  }
}
