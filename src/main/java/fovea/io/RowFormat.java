package fovea.io;

import fovea.data.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A kind of file that rows of float32 are written to, one after the other; how many there will be is known at the
 * start.
 */
public sealed interface RowFormat permits NpyRows, CsvRows, SafetensorsRows, Hdf5Rows {
  /** What stands before the first row. */
  byte[] header(long rows, int columns);

  /** Writes rows. All kinds but one write little-endian floats with nothing in between. */
  default void write(OutputStream out, float[] values, int rows, int columns) throws IOException {
    FloatBytes.write(out, values, 0, Math.multiplyExact(rows, columns));
  }

  /**
   * The kind that a file's name promises.
   *
   * @throws InputException if its ending is not one of those known
   */
  static RowFormat of(Path file) {
    return of(file, List.of());
  }

  /**
   * The same with names of the columns.
   *
   * @param names for text; none if there are none
   */
  static RowFormat of(Path file, List<String> names) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".npy")) return new NpyRows();
    if (name.endsWith(".csv")) return new CsvRows(names);
    if (name.endsWith(".safetensors")) return new SafetensorsRows();
    if (name.endsWith(".h5") || name.endsWith(".hdf5")) return new Hdf5Rows();
    throw new InputException(
        "%s: its name does not say what to write; end it in .npy, .csv, .safetensors, .h5 or .hdf5"
            .formatted(file));
  }
}
