package fovea.data;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/**
 * Checks that the strips or tiles of a TIFF file's first image lie inside the file (TIFF 6.0, sections 2 and 15;
 * BigTIFF has the same fields in 8 bytes): some decoders fill what is missing with black.
 */
final class TiffStrips {
  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;
  private static final int SHORT = 3;
  private static final int LONG8 = 16;

  /** No image that could be decoded has more strips. */
  private static final int MOST_STRIPS = 1 << 24;

  private final ImageInputStream in;
  private final boolean big;

  private TiffStrips(ImageInputStream in) throws IOException {
    this.in = in;
    in.seek(0);
    in.setByteOrder(in.readByte() == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    in.seek(2);
    big = in.readUnsignedShort() == 43;
  }

  /**
   * Touches the last byte of every strip and tile.
   *
   * @throws IOException if the file ends before a strip or tile does
   */
  static void requireWhole(ImageInputStream in) throws IOException {
    new TiffStrips(in).check();
  }

  private void check() throws IOException {
    in.seek(big ? 8 : 4);
    in.seek(offset());
    long entries = big ? in.readLong() : in.readUnsignedShort();
    long[] offsets = {};
    long[] lengths = {};
    for (long e = 0; e < entries; e++) {
      int tag = in.readUnsignedShort();
      int type = in.readUnsignedShort();
      long count = offset();
      long next = in.getStreamPosition() + (big ? 8 : 4);
      // Once: a file may name a long list as often as it has room for entries.
      if (offsets.length == 0 && (tag == STRIP_OFFSETS || tag == TILE_OFFSETS))
        offsets = values(type, count);
      if (lengths.length == 0 && (tag == STRIP_BYTE_COUNTS || tag == TILE_BYTE_COUNTS))
        lengths = values(type, count);
      in.seek(next);
    }
    for (int i = 0; i < Math.min(offsets.length, lengths.length); i++) {
      if (lengths[i] < 1) continue;
      in.seek(Math.addExact(offsets[i], lengths[i] - 1));
      in.readByte();
    }
  }

  /** The values of the entry whose value field comes next: in the field itself if they fit, else where it points. */
  private long[] values(int type, long count) throws IOException {
    if (count < 0 || count > MOST_STRIPS)
      throw new IOException("it claims to have " + count + " strips");
    int bytes = type == SHORT ? 2 : type == LONG8 ? 8 : 4;
    if (count * bytes > (big ? 8 : 4)) in.seek(offset());
    long[] values = new long[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = type == SHORT
          ? in.readUnsignedShort()
          : type == LONG8 ? in.readLong() : in.readUnsignedInt();
    }
    return values;
  }

  private long offset() throws IOException {
    return big ? in.readLong() : in.readUnsignedInt();
  }
}
