package fovea.spark;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/** One file of the input. Its rows have an order, and can be read from any of them on. */
sealed interface Part extends Serializable permits NpyPart, ParquetPart {
  /** The file's full name. */
  String file();

  /** Rows in it. */
  int rows();

  /**
   * Values in a row; that of the first where they might differ.
   *
   * @throws fovea.data.InputException if there is no row to tell it from
   */
  int columns(Configuration hadoop) throws IOException;

  /**
   * Reads consecutive rows, of {@code columns} values each, to {@code to[at]} and on.
   *
   * @throws fovea.data.InputException if a row has another length
   */
  void read(Configuration hadoop, int first, int count, int columns, float[] to, int at)
      throws IOException;
}
