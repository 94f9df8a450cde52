package fovea.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Arrays saved by NumPy: see {@link NpyHeader} for the format and {@link ArrayLayout} for the shapes. */
final class NpyFormat implements DataFormat {
  /** Read in blocks of 64 KiB, a whole number of every type. */
  private static final int BLOCK = 1 << 16;

  @Override
  public String name() {
    return "NPY array";
  }

  @Override
  public List<String> extensions() {
    return List.of("npy");
  }

  @Override
  public boolean recognises(Path path, byte[] start) {
    byte[] magic = NpyHeader.MAGIC;
    return start.length >= magic.length
        && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
  }

  @Override
  public Examples read(Path path, ReadOptions options) {
    String source = path.toString();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      NpyHeader header = NpyHeader.read(source, in);
      ArrayLayout layout = ArrayLayout.of(source, header.dims());
      long total = (long) layout.count * layout.shape.size();
      requireLength(source, Files.size(path), header.dataStart() + total * header.type().bytes);
      ExampleFiller filler =
          new ExampleFiller(source, header.fortran() ? layout.fortran() : layout);
      fill(in, header, total, filler);
      return filler.finish();
    } catch (IOException e) {
      throw Reason.unreadable(path, e);
    }
  }

  /** @throws InputException if the file is shorter or longer than its header says */
  static void requireLength(String source, long found, long expected) {
    if (found < expected)
      throw new InputException(
          "%s: cut short: its header promises %d bytes, the file has %d: copy or save it again"
              .formatted(source, expected, found));
    if (found > expected)
      throw new InputException("%s: %d bytes follow the array: save one array in a file of its own"
          .formatted(source, found - expected));
  }

  private static void fill(DataInputStream in, NpyHeader header, long total, ExampleFiller filler)
      throws IOException {
    NpyType type = header.type();
    byte[] bytes = new byte[BLOCK];
    float[] block = new float[BLOCK / type.bytes];
    for (long done = 0; done < total; ) {
      int n = (int) Math.min(block.length, total - done);
      in.readFully(bytes, 0, n * type.bytes);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(header.order());
      for (int i = 0; i < n; i++) block[i] = type.next(buffer);
      filler.put(block, n);
      done += n;
    }
  }
}
