package fovea.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The data elements of a level 5 MAT-file: a tag with type and length, then the data, padded to a multiple of eight
 * bytes.
 */
final class MatElements {
  static final int MATRIX = 14;
  static final int COMPRESSED = 15;

  /** Bytes in a tag; up to four bytes of data may stand inside it. */
  static final int TAG = 8;

  private static final int MOST_IN_TAG = 4;

  /** Far more than the axes or the name of an array take. */
  private static final int LONGEST_HEADER = 1 << 12;

  private final String source;
  private final InputStream in;
  private final ByteOrder order;

  /**
   * What stands before an element's data.
   *
   * @param bytes length of the data
   * @param inside whether the data stand inside the tag
   */
  record Tag(int type, long bytes, boolean inside) {}

  MatElements(String source, InputStream in, ByteOrder order) {
    this.source = source;
    this.in = in;
    this.order = order;
  }

  /** Reads a tag; of one with its data inside, its first half. */
  Tag tag() throws IOException {
    int first = bytes(4).getInt();
    int inside = first >>> 16;
    if (inside > MOST_IN_TAG) throw damaged("%d bytes in a tag".formatted(inside));
    if (inside > 0) return new Tag(first & 0xFFFF, inside, true);
    return new Tag(first, Integer.toUnsignedLong(bytes(4).getInt()), false);
  }

  /** Reads a short element whole. */
  ByteBuffer element(int type) throws IOException {
    Tag tag = tag();
    if (tag.type != type || tag.bytes > LONGEST_HEADER)
      throw damaged("type %d where %d is expected, %d bytes".formatted(tag.type, type, tag.bytes));
    ByteBuffer data = bytes((int) tag.bytes);
    pad(tag);
    return data;
  }

  /** Passes over what fills up the space behind an element. */
  void pad(Tag tag) throws IOException {
    bytes(tag.inside ? MOST_IN_TAG - (int) tag.bytes : (int) padding(tag.bytes));
  }

  static long padding(long bytes) {
    return -bytes & 7;
  }

  InputException damaged(String what) {
    return new InputException(
        "%s: damaged MATLAB file: %s: copy or save it again".formatted(source, what));
  }

  private ByteBuffer bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) throw new EOFException("it ends too early");
    return ByteBuffer.wrap(bytes).order(order);
  }
}
