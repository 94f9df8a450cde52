package fovea.cli;

import fovea.data.Problems;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind System.out. A PrintStream keeps for itself that something could not be written; this remembers
 * why, for the end of the program.
 */
final class Stdout extends FilterOutputStream {
  private @Nullable IOException first;

  Stdout(OutputStream out) {
    super(out);
  }

  /** Takes the place of System.out. */
  static Stdout install() {
    Stdout stdout = new Stdout(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(stdout, true, System.out.charset()));
    return stdout;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      if (first == null) first = e;
      throw e;
    }
  }

  /**
   * The exit code of a program that ends with this one: a result that could not be printed is a failure, and is told.
   * Nobody is left to be told where a pipe was closed, as {@code head} does.
   */
  int exit(int code) {
    System.out.flush();
    IOException e = first;
    if (e == null || isClosedPipe(e)) return code;
    Errors.print("stdout: cannot be written to (%s); what was printed is not complete"
        .formatted(Problems.text(e)));
    return Math.max(code, 1);
  }

  /** Whether whoever read what was written wants no more of it. */
  static boolean isClosedPipe(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("broken pipe") || message.contains("pipe is being closed");
  }
}
