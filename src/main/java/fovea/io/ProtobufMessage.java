package fovea.io;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A message in the wire format of Protocol Buffers (protobuf.dev, "Encoding"): fields are written in the order of the
 * calls.
 */
final class ProtobufMessage {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  ProtobufMessage integer(int field, long value) {
    varint(((long) field << 3) | VARINT);
    varint(value);
    return this;
  }

  ProtobufMessage bytes(int field, byte[] value) {
    varint(((long) field << 3) | LENGTH_DELIMITED);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  ProtobufMessage text(int field, String... values) {
    for (String value : values) bytes(field, value.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  ProtobufMessage message(int field, ProtobufMessage... values) {
    for (ProtobufMessage value : values) bytes(field, value.toByteArray());
    return this;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  /** Seven bits in a byte, the lowest first; the eighth says that more follow. */
  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
