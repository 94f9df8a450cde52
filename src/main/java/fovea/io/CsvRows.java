package fovea.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text, a row on a line, values with commas in between, under a headline if the columns have names. Each value has as
 * many digits as tell it from all other floats, so that reading them as float32 gives the same bits.
 */
record CsvRows(List<String> names) implements RowFormat {
  /** Quotes, comments, white space and whatever separates fields in one program or another. */
  private static final Pattern QUOTED = Pattern.compile("[\"#,;|\\s]");

  @Override
  public byte[] header(long rows, int columns) {
    return names.isEmpty()
        ? new byte[0]
        : names.stream()
            .map(CsvRows::field)
            .collect(Collectors.joining(",", "", "\n"))
            .getBytes(StandardCharsets.UTF_8);
  }

  /** In quotes (RFC 4180) where a reader would take it for something else than one name. */
  private static String field(String name) {
    return QUOTED.matcher(name).find() ? '"' + name.replace("\"", "\"\"") + '"' : name;
  }

  @Override
  public void write(OutputStream out, float[] values, int rows, int columns) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int r = 0; r < rows; r++) {
      line.setLength(0);
      for (int c = 0; c < columns; c++) {
        if (c > 0) line.append(',');
        line.append(values[r * columns + c]);
      }
      line.append('\n');
      out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }
}
