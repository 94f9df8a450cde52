package fovea.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A safetensors file (see {@link Safetensors}) with one tensor, {@code data}. */
record SafetensorsRows() implements RowFormat {
  @Override
  public byte[] header(long rows, int columns) {
    String json = "{\"data\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]}}"
        .formatted(rows, columns, Float.BYTES * rows * columns);
    // Spaces up to a multiple of eight, so that the values are aligned in a mapped file.
    String text = json + " ".repeat((8 - json.length() % 8) % 8);
    return ByteBuffer.allocate(Long.BYTES + text.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length())
        .put(text.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
