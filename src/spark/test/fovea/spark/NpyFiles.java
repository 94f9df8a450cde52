package fovea.spark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes .npy files. */
final class NpyFiles {
  private NpyFiles() {}

  /** Rows {@code from} to {@code to} of x (N×D), as float32 or float64. */
  static void write(Path file, float[] x, int from, int to, int d, boolean wide)
      throws IOException {
    String header = "{'descr': '<f%d', 'fortran_order': False, 'shape': (%d, %d), }"
        .formatted(wide ? 8 : 4, to - from, d);
    header += " ".repeat(117 - header.length()) + "\n";
    ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + (to - from) * d * (wide ? 8 : 4))
        .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = from * d; i < to * d; i++)
      if (wide) bytes.putDouble(x[i]);
      else bytes.putFloat(x[i]);
    Files.write(file, bytes.array());
  }
}
