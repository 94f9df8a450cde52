package fovea.data;

import java.awt.image.BufferedImage;
import java.awt.image.SampleModel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads image files by way of {@code javax.imageio}. Of a file with several frames or pages it reads the first. */
final class ImageDecoder {
  /**
   * What decoders say when they go on with pixels that are not there: the messages of the JDK's JPEG reader and of
   * libjpeg (jerror.h, JWRN_…) for missing or damaged data. Others, such as those about a truncated colour profile, do
   * no harm to the pixels.
   */
  private static final String[] HARMFUL = {
    "truncated file",
    "premature end",
    "bad huffman code",
    "instead of rst",
    "inconsistent progression",
    "unexpected end"
  };

  /** No image is too small a file for so many pixels: a blank page at 600 dots per inch is below. */
  private static final int FREE_PIXELS = 1 << 26;

  /** Beyond them, a byte can hold what deflate makes of pixels of one bit. */
  private static final int PIXELS_PER_BYTE = 8 * Lengths.MOST_COMPRESSED;

  /** More than the code of a pixel can take: four components, each in scan after scan. */
  private static final long BYTES_PER_PIXEL = 32;

  /** Far more than what else is in an image, such as profiles and previews. */
  private static final long MOST_BESIDE = 1 << 26;

  private ImageDecoder() {}

  /**
   * The size that an image's header states.
   *
   * @param bytes about how much memory decoding it takes
   */
  record Size(int width, int height, long bytes) implements PatchPlace.Extent {}

  /**
   * Reads only the header.
   *
   * @throws InputException if there is none that makes sense
   */
  static Size size(ImageSource image) {
    return with(image, false, (reader, kind, bytes) -> {
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (width < 1 || height < 1) throw new IOException("its size is " + width + "x" + height);
      if ((double) width * height > mostPixels(image.length()))
        throw new IOException("%dx%d pixels are more than %d bytes can hold"
            .formatted(width, height, image.length()));
      return new Size(width, height, bytes(reader, width, height));
    });
  }

  /** Work follows from the size of the file, whatever its header promises. */
  private static double mostPixels(long bytes) {
    return FREE_PIXELS + PIXELS_PER_BYTE * (double) bytes;
  }

  /**
   * Decodes the pixels.
   *
   * @throws InputException if the image is damaged or cut short
   */
  static BufferedImage decode(ImageSource image) {
    return with(image, true, (reader, kind, bytes) -> {
      bytes.allow(BYTES_PER_PIXEL * reader.getWidth(0) * reader.getHeight(0));
      List<String> harm = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> {
        if (isHarmful(warning)) harm.add(warning);
      });
      BufferedImage pixels = kind.read(reader);
      if (!harm.isEmpty()) throw new IOException(harm.get(0));
      return pixels;
    });
  }

  private static boolean isHarmful(String warning) {
    String lower = warning.toLowerCase(Locale.ROOT);
    for (String harmful : HARMFUL) if (lower.contains(harmful)) return true;
    return false;
  }

  /** Twice the raster, for the encoded image and what decoders keep beside it. */
  private static long bytes(ImageReader reader, int width, int height) throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext()) throw new IOException("its pixels are of no known kind");
    SampleModel model = types.next().getSampleModel();
    int bits = 0;
    for (int bitsOfBand : model.getSampleSize()) bits += Math.max(bitsOfBand, 8);
    return 2L * width * height * bits / 8;
  }

  private interface Task<T> {
    T with(ImageReader reader, ImageKind kind, EncodedImage bytes) throws IOException;
  }

  private static <T> T with(ImageSource image, boolean whole, Task<T> task) {
    String what = "an image";
    // A decoder may read single bytes, which only a stream in memory answers fast.
    try (EncodedImage bytes = new EncodedImage(whole ? image.open() : image.openHeader());
        ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
      ImageKind kind =
          kind(in).orElseThrow(() -> new IOException("its first bytes are those of no known kind"));
      what = "a " + kind.label + " image";
      kind.requireSupported(in);
      if (whole) kind.requireWhole(in);
      else kind.requireHeader(in);
      // One decoder looks for the end until it finds it, the other goes on behind it.
      if (kind == ImageKind.JPEG) bytes.limit(MOST_BESIDE);
      if (kind == ImageKind.WEBP) bytes.endForGood();
      in.setByteOrder(ByteOrder.BIG_ENDIAN);
      in.seek(0);
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) throw new IOException("this Java has no decoder for it");
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, false);
        return task.with(reader, kind, bytes);
      } finally {
        reader.dispose();
      }
    } catch (InputException e) {
      throw e;
    } catch (UnsupportedImageException e) {
      throw new InputException(image.name() + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // Decoders answer damage with any exception, and ask for the memory it claims.
      String why = endedEarly(e) ? "it is cut short" : Problems.text(e);
      throw new InputException(
          "%s: cannot be read as %s (%s): repair or remove it".formatted(image.name(), what, why),
          e);
    }
  }

  private static boolean endedEarly(Throwable thrown) {
    return thrown instanceof EOFException
        || (thrown.getCause() != null && endedEarly(thrown.getCause()));
  }

  private static Optional<ImageKind> kind(ImageInputStream in) throws IOException {
    byte[] start = new byte[ImageKind.START];
    int n = Math.max(in.read(start), 0);
    return ImageKind.of(Arrays.copyOf(start, n));
  }
}
