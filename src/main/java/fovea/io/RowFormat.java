package fovea.io;

import fovea.data.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Locale;

/** A kind of file that rows of float32 are written to, one after the other; how many there will be is known at the start. */
public sealed interface RowFormat permits NpyRows, CsvRows, SafetensorsRows, Hdf5Rows {
  /** Values that are turned into bytes at a time. */
  int BLOCK = 1 << 14;

  /** What stands before the first row. */
  byte[] header(long rows, int columns);

  /** Writes rows; as all kinds but one do it, as little-endian floats with nothing in between. */
  default void write(OutputStream out, float[] values, int rows, int columns) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    int length = Math.multiplyExact(rows, columns);
    for (int at = 0; at < length; at += BLOCK) {
      int n = Math.min(BLOCK, length - at);
      bytes.clear().asFloatBuffer().put(values, at, n);
      out.write(bytes.array(), 0, Float.BYTES * n);
    }
  }

  /**
   * The kind that a file's name promises.
   *
   * @throws InputException if its ending is not one of those known
   */
  static RowFormat of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".npy")) return new NpyRows();
    if (name.endsWith(".csv")) return new CsvRows();
    if (name.endsWith(".safetensors")) return new SafetensorsRows();
    if (name.endsWith(".h5") || name.endsWith(".hdf5")) return new Hdf5Rows();
    throw new InputException(
        "%s: its name does not say what to write; end it in .npy, .csv, .safetensors, .h5 or .hdf5"
            .formatted(file));
  }
}
