package fovea.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What an array in a level 5 MAT-file says of itself before its numbers: flags, dimensions and name.
 *
 * @param kind its class in MATLAB, such as double, by number
 * @param dims lengths of the axes, unchecked but for their sign
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record MatVariable(int kind, boolean complex, boolean logical, long[] dims, String name) {
  private static final int INT8 = 1;
  private static final int INT32 = 5;
  private static final int UINT32 = 6;

  private static final int SPARSE = 5;
  private static final int DOUBLE = 6;
  private static final int UINT8 = 9;
  private static final int UINT16 = 11;
  private static final int UINT64 = 15;

  private static final int COMPLEX_FLAG = 0x0800;
  private static final int LOGICAL_FLAG = 0x0200;

  /** How numbers are stored. MATLAB takes the smallest type that holds them, whatever their class. */
  private static final Map<Integer, NpyType> STORED = Map.of(
      1, NpyType.i1,
      2, NpyType.u1,
      3, NpyType.i2,
      4, NpyType.u2,
      5, NpyType.i4,
      6, NpyType.u4,
      7, NpyType.f4,
      9, NpyType.f8,
      12, NpyType.i8,
      13, NpyType.u8);

  /** Reads up to where the numbers begin. */
  static MatVariable read(MatElements in) throws IOException {
    ByteBuffer flags = in.element(UINT32);
    if (flags.remaining() != 8) throw in.damaged("%d bytes of flags".formatted(flags.remaining()));
    int word = flags.getInt();
    ByteBuffer axes = in.element(INT32);
    if (axes.remaining() < 8 || axes.remaining() % 4 != 0)
      throw in.damaged("%d bytes of dimensions".formatted(axes.remaining()));
    long[] dims = new long[axes.remaining() / 4];
    for (int a = 0; a < dims.length; a++) {
      dims[a] = axes.getInt();
      if (dims[a] < 0) throw in.damaged("a dimension of " + dims[a]);
    }
    String name = StandardCharsets.UTF_8.decode(in.element(INT8)).toString();
    return new MatVariable(
        word & 0xFF, (word & COMPLEX_FLAG) != 0, (word & LOGICAL_FLAG) != 0, dims, name);
  }

  /** Whether it is an array of numbers, of any kind. */
  boolean isNumeric() {
    return kind >= SPARSE && kind <= UINT64;
  }

  /** What its numbers are divided by: it depends on their class, not on how they are stored. */
  double divisor() {
    if (logical) return 1;
    return kind == UINT8 ? NpyType.u1.divisor() : kind == UINT16 ? NpyType.u2.divisor() : 1;
  }

  /** Numbers in all; as many as fit a long if there are more. */
  long count() {
    long count = 1;
    for (long length : dims) {
      if (length != 0 && count > Long.MAX_VALUE / length) return Long.MAX_VALUE;
      count *= length;
    }
    return count;
  }

  /**
   * How its numbers are stored.
   *
   * @param most bytes that can follow
   * @throws InputException if they are complex or sparse, or not as many as the dimensions say
   */
  NpyType requireNumbers(String source, MatElements.Tag tag, long most) {
    if (kind < DOUBLE)
      throw new InputException(source + ": is sparse: save full(" + shownName() + ")");
    if (complex) throw new InputException(source + ": is complex: save real(" + shownName() + ")");
    NpyType type = STORED.get(tag.type());
    if (type == null
        || tag.bytes() > most
        || count() != tag.bytes() / type.bytes
        || tag.bytes() % type.bytes != 0)
      throw new InputException(
          "%s: its header promises %d numbers, what follows is %d bytes of type %d: it is damaged, or cut short"
              .formatted(source, count(), tag.bytes(), tag.type()));
    return type;
  }

  private String shownName() {
    return ArrayChoice.shown(name);
  }
}
