package fovea;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Copies what a process writes to its stderr to ours, at once and byte for byte, without its first line if that is a
 * certain one.
 */
final class ErrorFilter implements Runnable {
  private final InputStream errors;
  private final byte[] unwanted;

  /** @param unwanted the line, without its end */
  ErrorFilter(InputStream errors, String unwanted) {
    this.errors = errors;
    this.unwanted = unwanted.getBytes(StandardCharsets.US_ASCII);
  }

  /** Ends with the stream, or once nobody reads our stderr. */
  @Override
  public void run() {
    OutputStream out = new FileOutputStream(FileDescriptor.err);
    byte[] bytes = new byte[8192];
    try {
      int length = first(bytes, out);
      while (length >= 0) {
        out.write(bytes, 0, length);
        length = errors.read(bytes);
      }
    } catch (IOException e) {
      // The process may go on: what it has to say is lost, what it does is not.
    }
  }

  /** Reads until it is clear whether the stream begins with the unwanted line; what does not belong to it goes out. */
  private int first(byte[] bytes, OutputStream out) throws IOException {
    int same = 0;
    while (same < unwanted.length) {
      int b = errors.read();
      if (b != unwanted[same]) {
        out.write(unwanted, 0, same);
        if (b >= 0) {
          out.write(b);
        }
        return b < 0 ? -1 : 0;
      }
      same++;
    }
    int b = errors.read();
    while (b == '\r') {
      b = errors.read();
    }
    if (b >= 0 && b != '\n') {
      out.write(unwanted);
      out.write(b);
    }
    return b < 0 ? -1 : 0;
  }
}
