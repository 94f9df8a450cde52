package fovea.data;

import java.io.IOException;
import java.io.InputStream;

/** A kind of data that can be read from front to back, so that it may come out of a {@code .gz} file. */
interface StreamedFormat extends DataFormat {
  /**
   * Reads all examples.
   *
   * @param in not yet read from; its end is not checked
   * @param compressed length of the file that the bytes are inflated from
   * @throws InputException if the contents cannot be used
   */
  Examples inflate(String source, InputStream in, long compressed, ReadOptions options)
      throws IOException;
}
