package fovea.report;

import fovea.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
    byte[] png = encode(image);
    AtomicFile.write(out, stream -> stream.write(png));
  }

  /** In memory: ImageIO's own file cache would need a writable java.io.tmpdir. */
  static byte[] encode(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", stream))
        throw new IOException("this Java cannot write PNG pictures");
    }
    return bytes.toByteArray();
  }
}
