package fovea.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.stream.ImageInputStream;

/**
 * Checks a PNG file's chunks: length, type, data, CRC-32 of type and data (PNG specification, section 5). The JDK's
 * decoder skips the checksums and does not miss the chunks after the last pixel.
 */
final class PngChunks {
  private static final int SIGNATURE = 8;

  private PngChunks() {}

  /**
   * Reads through the file from its start.
   *
   * @throws IOException if a checksum is wrong or the file ends before its IEND chunk does
   */
  static void requireWhole(ImageInputStream in) throws IOException {
    requireUpTo("IEND", in);
  }

  /**
   * Reads through the chunks before the pixels: the decoder passes over any number of any kind.
   *
   * @throws IOException if a checksum is wrong or there are no pixels
   */
  static void requireHeader(ImageInputStream in) throws IOException {
    requireUpTo("IDAT", in);
  }

  private static void requireUpTo(String last, ImageInputStream in) throws IOException {
    in.seek(SIGNATURE);
    byte[] buffer = new byte[1 << 14];
    String type;
    do {
      long left = 4 + in.readUnsignedInt();
      in.readFully(buffer, 0, 4);
      type = new String(buffer, 0, 4, StandardCharsets.ISO_8859_1);
      CRC32 crc = new CRC32();
      crc.update(buffer, 0, 4);
      for (left -= 4; left > 0; ) {
        int n = (int) Math.min(left, buffer.length);
        in.readFully(buffer, 0, n);
        crc.update(buffer, 0, n);
        left -= n;
      }
      if (crc.getValue() != in.readUnsignedInt())
        throw new IOException("the checksum of its " + type + " chunk is wrong");
    } while (!type.equals(last));
  }
}
