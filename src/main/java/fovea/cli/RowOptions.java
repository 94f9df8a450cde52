package fovea.cli;

import fovea.io.RowFile;
import fovea.io.RowFormat;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where rows are written to. */
final class RowOptions {
  static final Path STDOUT = Path.of("-");

  @Option(names = "--overwrite", description = "Replace a file that is there already.")
  private boolean overwrite;

  @Option(names = "--quiet", description = "Show no progress on stderr.")
  private boolean quiet;

  /** Refuses what cannot be written, as {@link OutputFiles} and {@link RowFormat} do. */
  void require(String option, @Nullable Path out, Path... inputs) throws IOException {
    if (out == null || out.equals(STDOUT)) return;
    RowFormat.of(out);
    OutputFiles.require(option, out, overwrite, inputs);
  }

  /** Tells what was written, on stderr. */
  void tell(@Nullable Path out, long rows, int columns) {
    if (out != null && !out.equals(STDOUT) && !quiet)
      OutputFiles.tell(out, "%d x %d values".formatted(rows, columns));
  }

  boolean overwrite() {
    return overwrite;
  }

  boolean quiet() {
    return quiet;
  }

  /** Writes to the file, to stdout as text, or nowhere if there is no name. */
  void write(@Nullable Path out, long rows, int columns, RowFile.Content content)
      throws IOException {
    write(out, rows, columns, List.of(), content);
  }

  /** The same with a headline where the format has one. */
  void write(
      @Nullable Path out, long rows, int columns, List<String> names, RowFile.Content content)
      throws IOException {
    if (out == null) content.writeTo((values, n) -> {});
    // Not System.out, which would hide that a pipe is closed.
    else if (out.equals(STDOUT))
      RowFile.print(new FileOutputStream(FileDescriptor.out), rows, columns, names, content);
    else RowFile.write(out, rows, columns, names, content);
  }
}
