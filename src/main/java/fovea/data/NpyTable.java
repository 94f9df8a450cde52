package fovea.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An N×D array of a {@code .npy} file on any file system: where its rows stand, and how its bytes become floats, with
 * the types and values of {@link NpyFormat}.
 *
 * @param rows N
 * @param columns D
 * @param dataStart where the numbers begin, bytes from the start of the file
 */
public record NpyTable(
    String source, int rows, int columns, NpyType type, boolean bigEndian, long dataStart)
    implements Serializable {
  /**
   * Reads the header.
   *
   * @param source the file's name, for messages
   * @param in at the start of the file
   * @param length bytes in the file
   * @throws InputException if it is no {@code .npy} file, no table in C order, or cut short
   */
  public static NpyTable read(String source, InputStream in, long length) throws IOException {
    NpyHeader header = NpyHeader.read(source, new DataInputStream(in));
    if (header.dims().length != 2)
      throw new InputException("%s: its array has %d dimensions: save it as a table, N x D"
          .formatted(source, header.dims().length));
    if (header.fortran())
      throw new InputException(
          "%s: is stored in Fortran order: save it with numpy.ascontiguousarray".formatted(source));
    ArrayLayout layout = ArrayLayout.of(source, new long[] {1, header.dims()[1]});
    int rows = rows(source, header.dims()[0]);
    long bytes = (long) rows * layout.shape.size() * header.type().bytes;
    Lengths.requireExactly(source, length, header.dataStart() + bytes);
    return new NpyTable(
        source,
        rows,
        layout.shape.size(),
        header.type(),
        header.order() == ByteOrder.BIG_ENDIAN,
        header.dataStart());
  }

  private static int rows(String source, long rows) {
    if (rows <= Integer.MAX_VALUE) return (int) rows;
    throw new InputException(
        "%s: has %d rows, more than 2^31 - 1: cut it into several files".formatted(source, rows));
  }

  /** Where a row begins, bytes from the start of the file. */
  public long position(int row) {
    return dataStart + (long) row * rowBytes();
  }

  /** Bytes of a row. */
  public int rowBytes() {
    return Math.multiplyExact(columns, type.bytes);
  }

  /** Converts whole rows, {@code bytes} from their start, to floats from {@code to[at]} on. */
  public void convert(byte[] bytes, int count, float[] to, int at) {
    ByteBuffer in =
        ByteBuffer.wrap(bytes).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count * columns; i++) to[at + i] = type.next(in);
  }
}
