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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

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
   */
  public record Row(SweepResult result, int varianceRank, int qualityRank) {}

  public SweepTable {
    rows = List.copyOf(rows);
  }

  /** Ranks the results. Equals share a rank, which the next one skips; those without a number come last. */
  public static SweepTable of(List<SweepResult> results) {
    int[] variance = ranks(results, SweepResult::heldOutExplainedVariance);
    int[] quality = ranks(results, SweepResult::featureQuality);
    return new SweepTable(IntStream.range(0, results.size())
        .mapToObj(i -> new Row(results.get(i), variance[i], quality[i]))
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

  /** Best held-out explained variance first. */
  public List<Row> byVariance() {
    return rows.stream().sorted(Comparator.comparingInt(Row::varianceRank)).toList();
  }

  /** Best feature quality first. */
  public List<Row> byQuality() {
    return rows.stream().sorted(Comparator.comparingInt(Row::qualityRank)).toList();
  }

  /**
   * Writes sweep.csv. Nothing in it depends on the time, so that the same data and settings give the same bytes. Numbers read back as
   * the same doubles; where there is none the cell is empty.
   */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, out -> {
      Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
      CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
      csv.writeRecord(
          "name",
          "hidden",
          "lambda",
          "beta",
          "rho",
          "seed",
          "outcome",
          "iterations",
          "evaluations",
          "cost",
          "reconstruction",
          "weight_decay",
          "sparsity",
          "explained_variance",
          "mean_activation",
          "held_out_cost",
          "held_out_mse",
          "held_out_explained_variance",
          "dead_units",
          "saturated_units",
          "duplicate_units",
          "gabor_r2",
          "feature_quality",
          "rank_explained_variance",
          "rank_feature_quality");
      for (Row row : rows) csv.writeRecord(cells(row));
      csv.flush();
    });
  }

  private static List<String> cells(Row row) {
    SweepResult result = row.result;
    List<String> cells = new ArrayList<>();
    cells.add(result.setting().name());
    for (Dimension dimension : Dimension.values()) cells.add(dimension.valueOf(result.setting()));
    cells.add(result.outcome());
    cells.add(Integer.toString(result.iterations()));
    cells.add(Integer.toString(result.evaluations()));
    cells.add(number(result, Measures::cost));
    cells.add(number(result, Measures::reconstruction));
    cells.add(number(result, Measures::weightDecay));
    cells.add(number(result, Measures::sparsity));
    cells.add(number(result, Measures::explainedVariance));
    cells.add(number(result, Measures::meanActivation));
    cells.add(number(result, Measures::heldOutCost));
    cells.add(number(result, Measures::heldOutMse));
    cells.add(number(result, Measures::heldOutExplainedVariance));
    cells.add(count(result, Measures::deadUnits));
    cells.add(count(result, Measures::saturatedUnits));
    cells.add(count(result, Measures::duplicateUnits));
    cells.add(number(result, Measures::gaborR2));
    cells.add(number(result, Measures::featureQuality));
    cells.add(Integer.toString(row.varianceRank));
    cells.add(Integer.toString(row.qualityRank));
    return cells;
  }

  private static String number(SweepResult result, ToDoubleFunction<Measures> value) {
    double number = result.measures().map(value::applyAsDouble).orElse(Double.NaN);
    return Double.isFinite(number) ? Double.toString(number) : "";
  }

  private static String count(SweepResult result, ToIntFunction<Measures> value) {
    return result.measures().map(m -> Integer.toString(value.applyAsInt(m))).orElse("");
  }
}
