package fovea.data;

import java.nio.file.Path;
import java.util.List;

/** One kind of data that can be read. A new kind is one class like this and one entry in {@link DataReader}. */
interface DataFormat {
  /** What to call a file of this kind in a message, such as "NumPy array". */
  String name();

  /** Endings of file names, lower case without the dot, that promise this kind. */
  List<String> extensions();

  /**
   * Whether the contents are of this kind.
   *
   * @param path an existing file or folder
   * @param start its first bytes, at most {@link DataReader#START}; empty for a folder
   */
  boolean recognises(Path path, byte[] start);

  /**
   * Reads all examples, or draws them, in a given order.
   *
   * @throws InputException if the contents cannot be used
   */
  Examples read(Path path, ReadOptions options);
}
