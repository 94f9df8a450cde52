package fovea.report;

import fovea.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes a picture as PNG so that the target is either the whole new file or what it was before. */
final class PngFile {
  private PngFile() {}

  /**
   * Replaces {@code out}, whose folder must exist.
   *
   * @throws IOException if the folder cannot be written to; nothing is left behind
   */
  static void write(Path out, BufferedImage image) throws IOException {
    AtomicFile.write(out, file -> encode(image, file));
  }

  /** The file's bytes. */
  static byte[] encode(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    encode(image, bytes);
    return bytes.toByteArray();
  }

  /** Cached in memory, a chunk at a time: ImageIO's own file cache would need a writable java.io.tmpdir. */
  private static void encode(BufferedImage image, OutputStream file) throws IOException {
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(file)) {
      if (!ImageIO.write(image, "png", stream))
        throw new IOException("this Java cannot write PNG pictures");
    }
  }
}
