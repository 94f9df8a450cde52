package fovea.run;

import static fovea.run.MetricsColumn.ITERATION;
import static fovea.run.MetricsColumn.RECONSTRUCTION;
import static fovea.run.MetricsColumn.SPARSITY;
import static fovea.run.MetricsColumn.WEIGHT_DECAY;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import fovea.data.InputException;
import fovea.data.Problems;
import fovea.data.RegularFile;
import fovea.train.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads metrics.csv, by the names of its columns. */
public final class MetricsReader {
  private static final Set<MetricsColumn> COSTS =
      EnumSet.of(ITERATION, RECONSTRUCTION, WEIGHT_DECAY, SPARSITY);

  private MetricsReader() {}

  /**
   * All rows, at least one, in the file's order, for their costs' parts.
   *
   * @throws InputException as {@link #read} throws it
   */
  public static List<Metrics> costs(Path file) {
    return rows(file, COSTS);
  }

  /**
   * All rows, at least one, in the file's order. What the file does not tell is NaN, or −1 if it is a count.
   *
   * @throws InputException if the file cannot be read, has no row, lacks what a run goes by, or holds something that is
   *     not a number
   */
  public static List<Metrics> read(Path file) {
    return rows(file, MetricsColumn.NEEDED);
  }

  private static List<Metrics> rows(Path file, Set<MetricsColumn> needed) {
    RegularFile.require(file);
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      List<Metrics> rows = csv.stream().map(row -> row(file, row, needed)).toList();
      if (rows.isEmpty()) throw new InputException("%s: has no rows; train again".formatted(file));
      return rows;
    } catch (CsvParseException e) {
      throw new InputException("%s: is not a table of comma-separated values".formatted(file), e);
    } catch (IOException e) {
      throw Problems.unreadable(file, e);
    } catch (UncheckedIOException e) {
      throw new InputException("%s: cannot be read; is it a text file?".formatted(file), e);
    }
  }

  private static Metrics row(Path file, NamedCsvRecord row, Set<MetricsColumn> needed) {
    Map<MetricsColumn, Double> values = new EnumMap<>(MetricsColumn.class);
    String at = "%s: line %d: ".formatted(file, row.getStartingLineNumber());
    for (MetricsColumn column : MetricsColumn.values()) {
      Optional<String> text = row.findField(column.title());
      if (text.isEmpty() && needed.contains(column))
        throw new InputException(
            "%s: has no column %s in line %d; it is not complete, or from an older Fovea: train again"
                .formatted(file, column.title(), row.getStartingLineNumber()));
      if (text.isEmpty() || (text.get().isEmpty() && !needed.contains(column))) continue;
      try {
        values.put(column, Double.valueOf(text.get()));
      } catch (NumberFormatException e) {
        throw new InputException(
            at + "%s is '%s', not a number".formatted(column.title(), text.get()), e);
      }
    }
    try {
      return MetricsColumn.row(values);
    } catch (IllegalArgumentException e) {
      throw new InputException(at + e.getMessage(), e);
    }
  }
}
