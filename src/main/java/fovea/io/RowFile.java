package fovea.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** Writes rows of float32 as they come, to a file ({@link RowFormat}) or as text. */
public final class RowFile {
  private RowFile() {}

  /** Takes rows in their order. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the next rows: rows × columns floats at the start of the array. */
    void write(float[] values, int rows) throws IOException;
  }

  /** What gives the rows. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Sink sink) throws IOException;
  }

  /**
   * Writes a whole file; until it is complete it has another name ({@link AtomicFile}).
   *
   * @param rows that {@code content} gives, neither more nor fewer
   */
  public static void write(Path file, long rows, int columns, Content content) throws IOException {
    write(file, rows, columns, List.of(), content);
  }

  /**
   * The same with names of the columns, where the format has them.
   *
   * @param names of the columns; none if there are none
   */
  public static void write(Path file, long rows, int columns, List<String> names, Content content)
      throws IOException {
    RowFormat format = RowFormat.of(file, names);
    AtomicFile.write(file, out -> write(out, format, rows, columns, content));
  }

  /** Writes rows as {@code .csv} files have them, to a stream that stays open. */
  public static void print(
      OutputStream stream, long rows, int columns, List<String> names, Content content)
      throws IOException {
    OutputStream out = new BufferedOutputStream(stream, 1 << 16);
    write(out, new CsvRows(names), rows, columns, content);
    out.flush();
  }

  private static void write(
      OutputStream out, RowFormat format, long rows, int columns, Content content)
      throws IOException {
    long[] written = {0};
    out.write(format.header(rows, columns));
    content.writeTo((values, n) -> {
      format.write(out, values, n, columns);
      written[0] += n;
    });
    if (written[0] != rows)
      throw new IllegalStateException("%d rows were promised, %d came".formatted(rows, written[0]));
  }
}
