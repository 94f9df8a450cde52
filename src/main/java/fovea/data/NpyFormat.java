package fovea.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Arrays saved by NumPy: see {@link NpyHeader} for the format and {@link ArrayLayout} for the shapes. */
final class NpyFormat implements StreamedFormat {
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
    try (MappedFile file = new MappedFile(path)) {
      return read(path.toString(), file.stream(), file.size());
    } catch (IOException e) {
      throw Problems.unreadable(path, e);
    }
  }

  /**
   * Reads an array that takes all of {@code length} bytes.
   *
   * @throws InputException if it does not, or cannot be used
   */
  static Examples read(String source, InputStream in, long length) throws IOException {
    NpyHeader header = NpyHeader.read(source, new DataInputStream(in));
    ArrayLayout layout = header.array().layout(source);
    Lengths.requireExactly(
        source, length, header.dataStart() + layout.total() * header.type().bytes);
    return header.array().read(source, in, layout);
  }

  @Override
  public Examples inflate(String source, InputStream in, long compressed, ReadOptions options)
      throws IOException {
    NpyHeader header = NpyHeader.read(source, new DataInputStream(in));
    ArrayLayout layout = header.array().layout(source);
    Lengths.requirePossible(source, layout.total() * header.type().bytes, compressed);
    return header.array().read(source, in, layout);
  }
}
