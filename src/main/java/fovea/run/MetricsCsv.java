package fovea.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import fovea.io.AtomicFile;
import fovea.train.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * metrics.csv, one row an iteration with the columns of {@link MetricsColumn}, row 0 the initial point. Numbers are
 * written so that they read back as the same doubles; what was measured on held-out examples is empty where there are
 * none. Until it is closed the file has a temporary name.
 */
public final class MetricsCsv implements AutoCloseable {
  private final Path target;
  private final CsvWriter csv;
  private boolean closed;

  public MetricsCsv(Path target) throws IOException {
    this.target = target;
    csv = CsvWriter.builder()
        .lineDelimiter(LineDelimiter.LF)
        .build(Files.newBufferedWriter(AtomicFile.temporary(target)));
    csv.writeRecord(record(MetricsColumn::title));
  }

  private static List<String> record(Function<MetricsColumn, String> field) {
    return Arrays.stream(MetricsColumn.values()).map(field).toList();
  }

  /** Writes the file as it is after these rows. */
  public static void write(Path target, Iterable<Metrics> rows) throws IOException {
    try (MetricsCsv csv = new MetricsCsv(target)) {
      for (Metrics row : rows) csv.write(row);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      Files.deleteIfExists(AtomicFile.temporary(target));
    }
  }

  /** Adds a row. */
  public void write(Metrics metrics) {
    csv.writeRecord(record(column -> column.text(metrics)));
  }

  /** Completes the file. */
  @Override
  public void close() throws IOException {
    if (closed) return;
    closed = true;
    csv.close();
    AtomicFile.moveIntoPlace(AtomicFile.temporary(target), target);
  }
}
