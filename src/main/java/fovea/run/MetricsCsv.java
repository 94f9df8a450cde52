package fovea.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import fovea.io.AtomicFile;
import fovea.train.Metrics;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * metrics.csv, one row an iteration with the columns of {@link MetricsColumn}, row 0 the initial point. Numbers are
 * written so that they read back as the same doubles; what was measured on held-out examples is empty where there are
 * none.
 */
final class MetricsCsv {
  private MetricsCsv() {}

  /** Writes the file as it is after these rows. */
  static void write(Path target, Iterable<Metrics> rows) throws IOException {
    try {
      AtomicFile.write(target, out -> {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
        csv.writeRecord(record(MetricsColumn::title));
        for (Metrics row : rows) csv.writeRecord(record(column -> column.text(row)));
        csv.flush();
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<String> record(Function<MetricsColumn, String> field) {
    return Arrays.stream(MetricsColumn.values()).map(field).toList();
  }
}
