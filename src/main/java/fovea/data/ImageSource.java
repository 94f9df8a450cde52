package fovea.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an image comes from. */
interface ImageSource {
  /** What to call it in messages. */
  String name();

  /** The encoded image, from its start. The caller closes it. */
  InputStream open() throws IOException;

  /** Bytes of the encoded image, or more. */
  long length() throws IOException;

  /** {@link #open}, where only the header will be read. */
  default InputStream openHeader() throws IOException {
    return open();
  }

  /** An image in a file. */
  record OfFile(Path path) implements ImageSource {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public long length() throws IOException {
      return Files.size(path);
    }

    @Override
    public InputStream open() throws IOException {
      RegularFile.require(path);
      return new BufferedInputStream(Files.newInputStream(path));
    }
  }
}
