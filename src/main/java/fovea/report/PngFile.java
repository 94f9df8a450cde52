package fovea.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    Path part = out.resolveSibling("." + out.getFileName() + ".part");
    try {
      Files.write(part, png);
      move(part, out);
    } catch (IOException e) {
      discard(part, e);
      throw e;
    }
  }

  /** What goes wrong here is beside the point: {@code cause} says why the picture could not be written. */
  private static void discard(Path part, IOException cause) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** In memory: ImageIO's own file cache would need a writable java.io.tmpdir. */
  private static byte[] encode(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", stream))
        throw new IOException("this Java cannot write PNG pictures");
    }
    return bytes.toByteArray();
  }
}
