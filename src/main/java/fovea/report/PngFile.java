package fovea.report;

import fovea.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes a picture as PNG so that the target is either the whole new file or what it was before. */
final class PngFile {
  /** PNG loses nothing: this is level 6 of 9 of deflate. ImageIO's own level makes some figures four times as large. */
  private static final float DEFLATE = 0.3f;

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
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    settings.setCompressionQuality(DEFLATE);
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
  }
}
