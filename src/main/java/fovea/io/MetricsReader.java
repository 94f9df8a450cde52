package fovea.io;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import fovea.data.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** Reads metrics.csv, by the names of its columns. */
public final class MetricsReader {
  private static final List<String> NEEDED = List.of("iteration", "cost", "seconds", "evaluations");
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
   * All rows, at least one, in the file's order.
   *
   * @throws InputException if the file cannot be read, has no row, lacks a column, or holds something that is not a number
   */
  public static List<Row> read(Path file) {
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      List<Row> rows = csv.stream().map(row -> row(file, row)).toList();
      if (rows.isEmpty()) throw new InputException("%s: has no rows; train again".formatted(file));
      return rows;
    } catch (CsvParseException e) {
      throw new InputException("%s: is not a table of comma-separated values".formatted(file), e);
    } catch (IOException e) {
      throw new InputException("%s: cannot be read (%s)".formatted(file, Problems.text(e)), e);
    } catch (UncheckedIOException e) {
      throw new InputException("%s: cannot be read; is it a text file?".formatted(file), e);
    }
  }

  private static Row row(Path file, NamedCsvRecord row) {
    for (String column : NEEDED)
      if (row.findField(column).isEmpty())
        throw new InputException(
            "%s: has no column %s in line %d; it is not complete, or from an older Fovea: train again"
                .formatted(file, column, row.getStartingLineNumber()));
    String heldOut = row.findField(HELD_OUT).orElse("");
    return new Row(
        (int) number(file, row, "iteration"),
        number(file, row, "cost"),
        number(file, row, "seconds"),
        (int) number(file, row, "evaluations"),
        heldOut.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(number(file, row, HELD_OUT)));
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
