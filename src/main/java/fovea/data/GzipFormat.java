package fovea.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A gzip file (RFC 1952) around a file that can be read from front to back; it is inflated as it is read. */
final class GzipFormat implements DataFormat {
  private static final List<StreamedFormat> INSIDE =
      List.of(new NpyFormat(), new IdxFormat(), new CsvFormat());

  private static final int BUFFER = 1 << 16;

  @Override
  public String name() {
    return "gzip file";
  }

  @Override
  public List<String> extensions() {
    return List.of("gz");
  }

  @Override
  public boolean recognises(Path path, byte[] start) {
    return start.length >= 2 && start[0] == 0x1F && start[1] == (byte) 0x8B;
  }

  /** What the file would be called if it were inflated. */
  static Path inner(Path path) {
    String name = path.toString();
    return name.endsWith(".gz") ? Path.of(name.substring(0, name.length() - 3)) : path;
  }

  @Override
  public Examples read(Path path, ReadOptions options) {
    String source = path.toString();
    try (MappedFile file = new MappedFile(path);
        InputStream in =
            new BufferedInputStream(new GZIPInputStream(file.stream(), BUFFER), BUFFER)) {
      in.mark(DataReader.START);
      byte[] start = in.readNBytes(DataReader.START);
      in.reset();
      for (StreamedFormat format : INSIDE) {
        if (!format.recognises(inner(path), start)) continue;
        Examples examples = format.inflate(source, in, file.size(), options);
        Lengths.requireEnd(source, in);
        return examples;
      }
      throw new InputException(
          source
              + ": holds none of the kinds that can be read from gzip, .npy, IDX and CSV: unpack it with gunzip");
    } catch (IOException e) {
      throw problem(source, path, e);
    }
  }

  /** What is wrong with a file that could not be read to its end, whether it is packed or not. */
  static InputException problem(String source, Path path, IOException e) {
    return switch (e) {
      case EOFException end -> Lengths.cutShort(source, end);
      case ZipException damaged ->
        new InputException(
            "%s: damaged gzip file (%s): copy or save it again"
                .formatted(source, Problems.text(damaged)),
            damaged);
      default -> Problems.unreadable(path, e);
    };
  }
}
