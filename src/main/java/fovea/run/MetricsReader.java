package fovea.run;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import fovea.data.InputException;
import fovea.data.Problems;
import fovea.model.Cost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/** Reads metrics.csv, by the names of its columns. */
public final class MetricsReader {
  private static final List<String> NEEDED = List.of("iteration", "cost", "seconds", "evaluations");
  private static final List<String> COSTS =
      List.of("iteration", "reconstruction", "weight_decay", "sparsity");
  private static final String HELD_OUT = "held_out_cost";

  private MetricsReader() {}

  /**
   * One row.
   *
   * @param seconds since training began
   * @param evaluations of the cost and gradient so far, the initial one included
   * @param heldOutCost empty without held-out data
   */
  public record Row(
      int iteration, double cost, double seconds, int evaluations, OptionalDouble heldOutCost) {}

  /**
   * The cost at one iteration.
   *
   * @param heldOut the cost on held-out examples; empty without any
   */
  public record CostRow(int iteration, Cost cost, OptionalDouble heldOut) {}

  /**
   * The costs of all rows, at least one, in the file's order.
   *
   * @throws InputException as {@link #read} throws it
   */
  public static List<CostRow> costs(Path file) {
    return rows(file, COSTS, MetricsReader::cost);
  }

  /**
   * All rows, at least one, in the file's order.
   *
   * @throws InputException if the file cannot be read, has no row, lacks a column, or holds something that is not a number
   */
  public static List<Row> read(Path file) {
    return rows(file, NEEDED, MetricsReader::row);
  }

  private static <T> List<T> rows(
      Path file, List<String> needed, BiFunction<Path, NamedCsvRecord, T> read) {
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      List<T> rows = csv.stream()
          .map(row -> {
            require(file, row, needed);
            return read.apply(file, row);
          })
          .toList();
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

  private static void require(Path file, NamedCsvRecord row, List<String> needed) {
    for (String column : needed)
      if (row.findField(column).isEmpty())
        throw new InputException(
            "%s: has no column %s in line %d; it is not complete, or from an older Fovea: train again"
                .formatted(file, column, row.getStartingLineNumber()));
  }

  private static CostRow cost(Path file, NamedCsvRecord row) {
    Cost cost = new Cost(
        number(file, row, "reconstruction"),
        number(file, row, "weight_decay"),
        number(file, row, "sparsity"));
    return new CostRow((int) number(file, row, "iteration"), cost, heldOut(file, row));
  }

  private static Row row(Path file, NamedCsvRecord row) {
    return new Row(
        (int) number(file, row, "iteration"),
        number(file, row, "cost"),
        number(file, row, "seconds"),
        (int) number(file, row, "evaluations"),
        heldOut(file, row));
  }

  private static OptionalDouble heldOut(Path file, NamedCsvRecord row) {
    return row.findField(HELD_OUT).orElse("").isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(number(file, row, HELD_OUT));
  }

  private static double number(Path file, NamedCsvRecord row, String column) {
    String text = row.getField(column);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InputException(
          "%s: line %d: %s is '%s', not a number"
              .formatted(file, row.getStartingLineNumber(), column, text),
          e);
    }
  }
}
