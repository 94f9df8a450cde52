package fovea.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * IDX files, such as those of MNIST: two zero bytes, the type, the number of axes, their lengths, then the numbers,
 * big-endian, the last axis fastest (Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits",
 * "The IDX file format").
 */
final class IdxFormat implements StreamedFormat {
  private static final int MOST_AXES = 4;

  private static final Map<Integer, NpyType> TYPES = Map.of(
      0x08, NpyType.u1,
      0x09, NpyType.i1,
      0x0B, NpyType.i2,
      0x0C, NpyType.i4,
      0x0D, NpyType.f4,
      0x0E, NpyType.f8);

  @Override
  public String name() {
    return "IDX file";
  }

  @Override
  public List<String> extensions() {
    return List.of("idx", "idx1-ubyte", "idx2-ubyte", "idx3-ubyte", "idx4-ubyte");
  }

  @Override
  public boolean recognises(Path path, byte[] start) {
    return start.length >= 4
        && start[0] == 0
        && start[1] == 0
        && TYPES.containsKey((int) start[2])
        && start[3] >= 1
        && start[3] <= MOST_AXES;
  }

  @Override
  public Examples read(Path path, ReadOptions options) {
    String source = path.toString();
    try (MappedFile file = new MappedFile(path)) {
      InputStream in = file.stream();
      StoredArray array = header(source, in);
      ArrayLayout layout = array.layout(source);
      long expected = 4 + 4L * array.dims().length + layout.total() * array.type().bytes;
      Lengths.requireExactly(source, file.size(), expected);
      return array.read(source, in, layout);
    } catch (IOException e) {
      throw Problems.unreadable(path, e);
    }
  }

  @Override
  public Examples inflate(String source, InputStream in, long compressed, ReadOptions options)
      throws IOException {
    StoredArray array = header(source, in);
    ArrayLayout layout = array.layout(source);
    Lengths.requirePossible(source, layout.total() * array.type().bytes, compressed);
    return array.read(source, in, layout);
  }

  /** Reads up to where the numbers begin. */
  static StoredArray header(String source, InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    try {
      in.readUnsignedShort();
      int code = in.readUnsignedByte();
      NpyType type = TYPES.get(code);
      int axes = in.readUnsignedByte();
      if (type == null || axes > MOST_AXES)
        throw new InputException(
            "%s: damaged IDX header: type %d, %d axes".formatted(source, code, axes));
      long[] dims = new long[axes];
      for (int a = 0; a < axes; a++) dims[a] = Integer.toUnsignedLong(in.readInt());
      return new StoredArray(type, ByteOrder.BIG_ENDIAN, false, dims);
    } catch (EOFException e) {
      throw Lengths.cutShort(source, e);
    }
  }
}
