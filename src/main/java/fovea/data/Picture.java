package fovea.data;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One image, whole, read like the images that patches are cut from. Safe for use from several threads. Only the decoded
 * samples are held in memory; values are made row by row.
 */
public final class Picture {
  /** Of a program that makes another picture of this one: its pixels, twice if it lays both side by side. */
  private static final long BYTES_BESIDE = 8;

  private final DecodedImage image;
  private final String name;

  private Picture(String name, DecodedImage image) {
    this.name = name;
    this.image = image;
  }

  /**
   * Reads an image file of any kind that {@link DataReader} reads.
   *
   * @throws InputException if it does not exist, is not an image, is damaged, or is too large for memory
   */
  public static Picture read(Path path) {
    if (!Files.exists(path)) throw new InputException(path + ": no such file");
    if (Files.isDirectory(path))
      throw new InputException(path + ": is a folder; give one picture in it");
    if (ImageKind.of(DataReader.start(path)).isEmpty())
      throw new InputException(
          path + ": not an image: give a PNG, JPEG, GIF, BMP, TIFF or WebP file");
    ImageSource source = new ImageSource.OfFile(path);
    requireMemory(path, ImageDecoder.size(source));
    return new Picture(
        path.toString(), new DecodedImage(path.toString(), ImageDecoder.decode(source)));
  }

  private static void requireMemory(Path path, ImageDecoder.Size size) {
    long pixels = (long) size.width() * size.height();
    if (pixels > Allocation.LONGEST_ARRAY / 2)
      throw new InputException("%s: %dx%d pixels are more than can be read whole: scale it down"
          .formatted(path, size.width(), size.height()));
    long need = size.bytes() + BYTES_BESIDE * pixels;
    long spare = Runtime.getRuntime().maxMemory() / 4 * 3;
    if (need > spare)
      throw new InputException(
          "%s: %dx%d pixels take %s, Java can spare %s: scale it down or raise -Xmx"
              .formatted(
                  path,
                  size.width(),
                  size.height(),
                  Allocation.megabytes(need),
                  Allocation.megabytes(spare)));
  }

  /** What to call it in messages. */
  public String name() {
    return name;
  }

  public int width() {
    return image.width();
  }

  public int height() {
    return image.height();
  }

  /** Whether pixels may be transparent. */
  public boolean hasOpacity() {
    return image.hasOpacity();
  }

  /**
   * Writes the pixels of row y, laid over white where they are transparent.
   *
   * @param rgb 3 × width values in [0, 1]: the reds, the greens, the blues
   * @throws InputException if a floating-point sample is not in [0, 1]
   */
  public void row(int y, float[] rgb) {
    image.cut(0, y, width(), 1, rgb, 0);
  }

  /**
   * Writes how opaque the pixels of row y are, 0 to 1.
   *
   * @param opacity width values
   */
  public void opacity(int y, float[] opacity) {
    image.opacity(y, opacity);
  }
}
