package fovea;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Copies what a process writes to its stderr to ours, at once and byte for byte, but for one line, once. */
final class ErrorFilter implements Runnable {
  private final InputStream errors;
  private final byte[] unwanted;
  private final OutputStream out = new FileOutputStream(FileDescriptor.err);

  /** @param unwanted the line, without its end */
  ErrorFilter(InputStream errors, String unwanted) {
    this.errors = errors;
    this.unwanted = (unwanted + System.lineSeparator()).getBytes(StandardCharsets.US_ASCII);
  }

  /** Ends with the stream, or once nobody reads our stderr. */
  @Override
  public void run() {
    try {
      copyUpToUnwanted();
      byte[] bytes = new byte[8192];
      for (int length = errors.read(bytes); length >= 0; length = errors.read(bytes)) {
        out.write(bytes, 0, length);
      }
    } catch (IOException e) {
      // The process may go on: what it has to say is lost, what it does is not.
    }
  }

  /** The beginning of a line is held back as long as it may be that of the unwanted one. */
  private void copyUpToUnwanted() throws IOException {
    int same = 0;
    boolean lineBegins = true;
    while (same < unwanted.length) {
      int b = errors.read();
      if (lineBegins && b == unwanted[same]) {
        same++;
        continue;
      }
      out.write(unwanted, 0, same);
      same = 0;
      if (b < 0) {
        return;
      }
      out.write(b);
      lineBegins = b == '\n';
    }
  }
}
