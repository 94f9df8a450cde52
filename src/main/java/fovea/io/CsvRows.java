package fovea.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Text, a row on a line, values with commas in between, under a headline if the columns have names. Each value has as
 * many digits as tell it from all other floats, so that reading them as float32 gives the same bits.
 */
record CsvRows(List<String> names) implements RowFormat {
  @Override
  public byte[] header(long rows, int columns) {
    return names.isEmpty()
        ? new byte[0]
        : (String.join(",", names) + "\n").getBytes(StandardCharsets.UTF_8);
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
