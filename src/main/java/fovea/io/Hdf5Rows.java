package fovea.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * An HDF5 file with one contiguous dataset, {@code data}, of little-endian float32 (HDF5 File Format Specification,
 * version 3.0; sections are named below). jHDF, which reads HDF5 here, only writes datasets that are in memory as a
 * whole.
 *
 * <p>It has what every library since HDF5 1.6 reads: a superblock of version 0, and a root group whose one name stands
 * in a symbol table. All of it is before the values, which end the file.
 */
record Hdf5Rows() implements RowFormat {
  private static final long UNDEFINED = -1;
  private static final String NAME = "data";

  /** Entries that a node of the symbol table has room for: twice the group leaf node K below. */
  private static final int LEAF_K = 4;

  /** Half of the children that a node of the B-tree has room for. */
  private static final int INTERNAL_K = 16;

  // Where the parts are. Each is a multiple of 8 bytes long.
  private static final int ROOT = 96;
  private static final int TREE = ROOT + 16 + 8 + 16;
  private static final int HEAP = TREE + 24 + 8 * (2 * INTERNAL_K + 1) + 8 * (2 * INTERNAL_K);
  private static final int HEAP_DATA = HEAP + 32;
  private static final int HEAP_LENGTH = 16;
  private static final int TABLE = HEAP_DATA + HEAP_LENGTH;
  private static final int DATASET = TABLE + 8 + 40 * (2 * LEAF_K);

  private static final int DATASPACE_LENGTH = 24;
  private static final int DATATYPE_LENGTH = 24;
  private static final int FILL_VALUE_LENGTH = 8;
  private static final int LAYOUT_LENGTH = 24;
  private static final int MESSAGES_LENGTH =
      4 * 8 + DATASPACE_LENGTH + DATATYPE_LENGTH + FILL_VALUE_LENGTH + LAYOUT_LENGTH;

  /** Where the values start: rounded up, so that they can be mapped. */
  private static final int VALUES = (DATASET + 16 + MESSAGES_LENGTH + 63) / 64 * 64;

  @Override
  public byte[] header(long rows, int columns) {
    long bytes = Float.BYTES * rows * columns;
    ByteBuffer b = ByteBuffer.allocate(VALUES).order(ByteOrder.LITTLE_ENDIAN);
    superblock(b, VALUES + bytes);
    rootGroup(b);
    tree(b);
    heap(b);
    symbolTable(b);
    dataset(b, rows, columns, bytes);
    return b.array();
  }

  /** II.A, version 0. */
  private static void superblock(ByteBuffer b, long end) {
    b.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'});
    b.put(new byte[] {0, 0, 0, 0, 0, 8, 8, 0}); // versions; offsets and lengths have 8 bytes
    b.putShort((short) LEAF_K).putShort((short) INTERNAL_K).putInt(0);
    b.putLong(0).putLong(UNDEFINED).putLong(end).putLong(UNDEFINED);
    b.putLong(0).putLong(ROOT).putInt(1).putInt(0).putLong(TREE).putLong(HEAP); // III.C
  }

  /** An object header (IV.A.1.a) with a symbol table message (IV.A.2.r). */
  private static void rootGroup(ByteBuffer b) {
    b.position(ROOT);
    b.putShort((short) 1).putShort((short) 1).putInt(1).putInt(24).putInt(0);
    message(b, 0x11, 16);
    b.putLong(TREE).putLong(HEAP);
  }

  /** III.A.1: one child, the symbol table; the keys are the names "" and "data". */
  private static void tree(ByteBuffer b) {
    b.position(TREE);
    b.put(ascii("TREE")).putShort((short) 0).putShort((short) 1);
    b.putLong(UNDEFINED).putLong(UNDEFINED);
    b.putLong(0).putLong(TABLE).putLong(8);
  }

  /** III.D: the name "" at 0, "data" at 8, no free space (1). */
  private static void heap(ByteBuffer b) {
    b.position(HEAP);
    b.put(ascii("HEAP")).putInt(0).putLong(HEAP_LENGTH).putLong(1).putLong(HEAP_DATA);
    b.position(HEAP_DATA + 8);
    b.put(ascii(NAME));
  }

  /** III.B and III.C. */
  private static void symbolTable(ByteBuffer b) {
    b.position(TABLE);
    b.put(ascii("SNOD")).putShort((short) 1).putShort((short) 1);
    b.putLong(8).putLong(DATASET);
  }

  private static void dataset(ByteBuffer b, long rows, int columns, long bytes) {
    b.position(DATASET);
    b.putShort((short) 1).putShort((short) 4).putInt(1).putInt(MESSAGES_LENGTH).putInt(0);
    message(b, 0x01, DATASPACE_LENGTH); // IV.A.2.b, version 1, 2 dimensions
    b.put(new byte[] {1, 2, 0, 0, 0, 0, 0, 0}).putLong(rows).putLong(columns);
    message(b, 0x03, DATATYPE_LENGTH); // IV.A.2.d, version 1, class 1: IEEE binary32
    b.put(new byte[] {0x11, 0x20, 31, 0}).putInt(Float.BYTES);
    b.putShort((short) 0)
        .putShort((short) Float.SIZE)
        .put(new byte[] {23, 8, 0, 23})
        .putInt(127);
    b.putInt(0); // padding
    message(b, 0x05, FILL_VALUE_LENGTH); // IV.A.2.f, version 2: allocated late, no value
    b.put(new byte[] {2, 2, 2, 0, 0, 0, 0, 0});
    message(b, 0x08, LAYOUT_LENGTH); // IV.A.2.i, version 3, class 1: contiguous
    b.put(new byte[] {3, 1}).putLong(VALUES).putLong(bytes);
  }

  /** The head of a message in an object header: type, length, and no flags. */
  private static void message(ByteBuffer b, int type, int length) {
    b.putShort((short) type).putShort((short) length).putInt(0);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
