package fovea.data;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/**
 * The directory of a TIFF file's first image (TIFF 6.0, sections 2, 8, 15, 18 and 19; BigTIFF has the same fields in 8
 * bytes). Decoders fill missing strips with black, wrap signed numbers and leave compressions out: this is asked first.
 */
final class TiffDirectory {
  private static final int BITS_PER_SAMPLE = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final Set<Integer> SAMPLES =
      Set.of(BITS_PER_SAMPLE, COMPRESSION, PHOTOMETRIC, EXTRA_SAMPLES, SAMPLE_FORMAT);

  private static final int SHORT = 3;
  private static final int LONG8 = 16;

  private static final Set<Long> COMPRESSIONS =
      Set.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 32773L, 32946L);
  private static final Map<Long, String> OTHER_COMPRESSIONS = Map.of(
      34661L, "JBIG",
      34712L, "JPEG 2000",
      34887L, "LERC",
      34925L, "LZMA",
      50000L, "Zstandard",
      50001L, "WebP",
      50002L, "JPEG XL",
      52546L, "JPEG XL");

  private static final long WHITE_IS_ZERO = 0;
  private static final long RGB = 2;
  private static final long UNSIGNED = 1;
  private static final long SIGNED = 2;
  private static final long FLOATING = 3;
  private static final long UNDEFINED = 4;

  /** No image that could be decoded has more strips. */
  private static final int MOST_STRIPS = 1 << 24;

  private final ImageInputStream in;
  private final boolean big;

  private long[] offsets = {};
  private long[] lengths = {};
  private long[] bits = {1};
  private long[] formats = {UNSIGNED};
  private long[] extra = {};
  private long compression = 1;
  private long photometric = 1;

  /** Reads it; the stream is left anywhere. */
  TiffDirectory(ImageInputStream in) throws IOException {
    this.in = in;
    in.seek(0);
    in.setByteOrder(in.readByte() == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    in.seek(2);
    big = in.readUnsignedShort() == 43;
    in.seek(big ? 8 : 4);
    in.seek(offset());
    long entries = big ? in.readLong() : in.readUnsignedShort();
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
      if (SAMPLES.contains(tag) && count > 0) keep(tag, values(type, count));
      in.seek(next);
    }
  }

  private void keep(int tag, long[] values) {
    switch (tag) {
      case BITS_PER_SAMPLE -> bits = values;
      case COMPRESSION -> compression = values[0];
      case PHOTOMETRIC -> photometric = values[0];
      case EXTRA_SAMPLES -> extra = values;
      default -> formats = values;
    }
  }

  /**
   * Looks at what the samples are.
   *
   * @throws UnsupportedImageException if the decoder cannot read them, or reads them wrong
   */
  void requireSupported() throws UnsupportedImageException {
    if (!COMPRESSIONS.contains(compression))
      throw new UnsupportedImageException(
          "its compression, %s, is not supported: save it with Deflate, LZW or none"
              .formatted(OTHER_COMPRESSIONS.getOrDefault(compression, "number " + compression)));
    for (long format : formats) {
      if (format == SIGNED)
        throw new UnsupportedImageException(
            "its samples are signed integers: save it with unsigned ones");
      if (format != UNSIGNED && format != FLOATING && format != UNDEFINED)
        throw new UnsupportedImageException(
            "its samples are complex numbers: save it with unsigned integers");
    }
    for (long depth : bits) {
      if (!isReadable(depth))
        throw new UnsupportedImageException(
            "its samples of %d bits are not supported: save it with 8 or 16".formatted(depth));
    }
    if (Arrays.stream(extra).skip(1).anyMatch(kind -> kind != 0))
      throw new UnsupportedImageException(
          "its opacity is not the first of its extra samples: save it with red, green, blue and opacity");
  }

  /** The decoder inverts and converts other depths as if they had 16 bits. */
  private boolean isReadable(long depth) {
    if (formats[0] == FLOATING) return depth == 16 || depth == 32 || depth == 64;
    if (depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16 || depth == 32)
      return true;
    return depth % 2 == 0
        && depth < 16
        && photometric != WHITE_IS_ZERO
        && photometric <= RGB
        && (depth > 8 || photometric < RGB);
  }

  /**
   * Touches the last byte of every strip and tile.
   *
   * @throws IOException if the file ends before it
   */
  void requireWhole() throws IOException {
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
