package fovea.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A NumPy array, version 1.0 (numpy.lib.format in the NumPy documentation): float32, little-endian, C order. */
record NpyRows() implements RowFormat {
  /** Numbers start at a multiple of this, so that they can be mapped. */
  private static final int ALIGNMENT = 64;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  @Override
  public byte[] header(long rows, int columns) {
    return header(rows + ", " + columns);
  }

  /** @param shape as in a Python tuple: "3, 4", or "3," of one dimension */
  static byte[] header(String shape) {
    return header("<f4", shape);
  }

  /** @param descr the type of the numbers, as in numpy.dtype */
  static byte[] header(String descr, String shape) {
    String dictionary =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(descr, shape);
    int before = MAGIC.length + Short.BYTES;
    int unpadded = before + dictionary.length() + 1;
    int length = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    String text = dictionary + " ".repeat(length - unpadded) + "\n";
    return ByteBuffer.allocate(length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) text.length())
        .put(text.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
