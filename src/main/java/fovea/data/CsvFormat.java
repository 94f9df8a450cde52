package fovea.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Tables of numbers as text, one example a line: see {@link CsvTable}. Text has no signature, so a file is known by its
 * name or by a number at its beginning, and only if its name promises no other kind of data.
 */
final class CsvFormat implements StreamedFormat {
  @Override
  public String name() {
    return "CSV table";
  }

  @Override
  public List<String> extensions() {
    return List.of("csv", "tsv", "tab", "txt");
  }

  @Override
  public boolean recognises(Path path, byte[] start) {
    Optional<DataFormat> promised = DataReader.promised(path);
    if (promised.isPresent()) return promised.get() instanceof CsvFormat && isText(start);
    return begins(start);
  }

  /** Whether it is text that begins with a number. */
  private static boolean begins(byte[] start) {
    if (!isText(start)) return false;
    int at = CsvTable.afterMark(start, start.length);
    while (at < start.length && " \t\"+-.".indexOf(start[at]) >= 0) at++;
    return at < start.length && start[at] >= '0' && start[at] <= '9';
  }

  @Override
  public Examples read(Path path, ReadOptions options) {
    try (MappedFile file = new MappedFile(path)) {
      return new CsvTable(path.toString(), file.stream(), options.table()).read();
    } catch (IOException e) {
      throw Problems.unreadable(path, e);
    }
  }

  @Override
  public Examples inflate(String source, InputStream in, long compressed, ReadOptions options)
      throws IOException {
    return new CsvTable(source, in, options.table()).read();
  }

  private static boolean isText(byte[] start) {
    for (byte b : start) if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') return false;
    return start.length > 0;
  }
}
