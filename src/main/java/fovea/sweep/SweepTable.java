package fovea.sweep;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import fovea.io.AtomicFile;
import fovea.sweep.SweepResult.Measures;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All results with their ranks.
 *
 * @param rows in the order of the plan
 */
public record SweepTable(List<Row> rows) {
  /**
   * A result and where it stands among the others.
   *
   * @param varianceRank by held-out explained variance, from 1 for the highest
   * @param qualityRank by feature quality, likewise
   * @param stability of its features, if runs of its settings with other seeds are there
   */
  public record Row(
      SweepResult result, int varianceRank, int qualityRank, Optional<SweepStability> stability) {}

  private static final List<Column> COLUMNS = Stream.of(
          Stream.of(Column.of("name", result -> result.setting().name())),
          Arrays.stream(Dimension.values()).map(Column::of),
          Stream.of(
              Column.of("outcome", SweepResult::outcome),
              Column.of("iterations", SweepResult::iterations),
              Column.of("evaluations", SweepResult::evaluations),
              Column.measured("cost", Measures::cost),
              Column.measured("reconstruction", Measures::reconstruction),
              Column.measured("weight_decay", Measures::weightDecay),
              Column.measured("sparsity", Measures::sparsity),
              Column.measured("explained_variance", Measures::explainedVariance),
              Column.measured("mean_activation", Measures::meanActivation),
              Column.measured("held_out_cost", Measures::heldOutCost),
              Column.measured("held_out_mse", Measures::heldOutMse),
              Column.measured("held_out_explained_variance", Measures::heldOutExplainedVariance),
              Column.measured("dead_units", Measures::deadUnits),
              Column.measured("saturated_units", Measures::saturatedUnits),
              Column.measured("duplicate_units", Measures::duplicateUnits),
              Column.measured("gabor_r2", Measures::gaborR2),
              Column.measured("feature_quality", Measures::featureQuality),
              Column.compared("stability", SweepStability::mean),
              Column.compared("stability_baseline", SweepStability::baseline),
              Column.compared("stable_units", SweepStability::stableUnits),
              new Column("rank_explained_variance", row -> "" + row.varianceRank),
              new Column("rank_feature_quality", row -> "" + row.qualityRank)))
      .flatMap(columns -> columns)
      .toList();

  public SweepTable {
    rows = List.copyOf(rows);
  }

  /**
   * Ranks the results. Equals share a rank, which the next one skips; those without a number come last.
   *
   * @param stability of the runs that have one
   */
  public static SweepTable of(List<SweepResult> results, Map<Setting, SweepStability> stability) {
    int[] variance = ranks(results, SweepResult::heldOutExplainedVariance);
    int[] quality = ranks(results, SweepResult::featureQuality);
    return new SweepTable(IntStream.range(0, results.size())
        .mapToObj(i -> new Row(
            results.get(i),
            variance[i],
            quality[i],
            Optional.ofNullable(stability.get(results.get(i).setting()))))
        .toList());
  }

  private static int[] ranks(List<SweepResult> results, ToDoubleFunction<SweepResult> value) {
    double[] negative = results.stream()
        .mapToDouble(value)
        .map(v -> Double.isFinite(v) ? -v : Double.POSITIVE_INFINITY)
        .toArray();
    double[] ascending = negative.clone();
    Arrays.sort(ascending);
    Map<Double, Integer> ranks = new HashMap<>();
    for (int place = 0; place < ascending.length; place++)
      ranks.putIfAbsent(ascending[place] + 0.0, place + 1);
    return Arrays.stream(negative).mapToInt(v -> ranks.get(v + 0.0)).toArray();
  }

  /** Whether some of the runs have the same settings and other seeds, so that their features were compared. */
  public boolean isCompared() {
    return rows.stream().anyMatch(row -> row.stability.isPresent());
  }

  /** Best held-out explained variance first. */
  public List<Row> byVariance() {
    return rows.stream().sorted(Comparator.comparingInt(Row::varianceRank)).toList();
  }

  /** Best feature quality first. */
  public List<Row> byQuality() {
    return rows.stream().sorted(Comparator.comparingInt(Row::qualityRank)).toList();
  }

  /**
   * Writes sweep.csv. Nothing in it depends on the time, so that the same data and settings give the same bytes.
   * Numbers read back as the same doubles. A cell without a number is empty.
   */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, out -> {
      Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
      CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
      csv.writeRecord(COLUMNS.stream().map(Column::name).toList());
      for (Row row : rows)
        csv.writeRecord(COLUMNS.stream().map(c -> c.cell.apply(row)).toList());
      csv.flush();
    });
  }

  /** A column of sweep.csv. */
  private record Column(String name, Function<Row, String> cell) {
    static Column of(String name, Function<SweepResult, Object> value) {
      return new Column(name, row -> value.apply(row.result).toString());
    }

    static Column of(Dimension dimension) {
      return new Column(dimension.key(), row -> dimension.valueOf(row.result.setting()));
    }

    /** Empty where there is nothing to compare with. */
    static Column compared(String name, Function<SweepStability, Number> value) {
      return new Column(
          name, row -> row.stability.map(value).map(Number::toString).orElse(""));
    }

    /** Empty where there is no number. */
    static Column measured(String name, Function<Measures, Number> value) {
      return new Column(
          name,
          row -> row.result
              .measures()
              .map(value)
              .filter(number -> Double.isFinite(number.doubleValue()))
              .map(Number::toString)
              .orElse(""));
    }
  }
}
