package fovea.data;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Optional;

/**
 * A decoded image as red, green and blue values in [0, 1]. Samples are taken from the raster as they are stored: grey
 * and RGB ones divided by their largest value, whatever their depth, without gamma correction or colour management (the
 * JDK's own getRGB brightens grey). What is neither grey nor RGB, such as CMYK, is converted to sRGB first. Transparent
 * pixels are laid over white.
 */
final class DecodedImage {
  private static final double UNSIGNED_INT = 0xFFFF_FFFFL;

  private final String name;
  private final Raster raster;
  private final int colourBands;
  private final boolean alpha;
  private final boolean premultiplied;
  private final boolean floating;
  /** The largest value a sample of each band can have; 1 for floating-point samples. */
  private final double[] largest;

  private final Optional<Palette> palette;
  /** Each channel's value by the sample, where it depends on nothing else and samples have few values. */
  private final Optional<float[][]> tables;

  /**
   * Takes the image as a decoder gave it.
   *
   * @throws InputException if the samples are signed integers
   */
  DecodedImage(String name, BufferedImage image) {
    BufferedImage rgb =
        isGreyOrRgb(image.getColorModel().getColorSpace()) ? image : converted(image);
    ColorModel colours = rgb.getColorModel();
    this.name = name;
    raster = rgb.getRaster();
    colourBands = colours.getNumColorComponents();
    alpha = colours.hasAlpha();
    premultiplied = colours.isAlphaPremultiplied();
    palette = colours instanceof IndexColorModel indexed
        ? Optional.of(Palette.of(indexed))
        : Optional.empty();
    int type = raster.getTransferType();
    if (type == DataBuffer.TYPE_SHORT)
      throw new InputException(
          name + ": its samples are signed integers: save it with unsigned ones");
    floating = type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE;
    largest = new double[raster.getNumBands()];
    for (int band = 0; band < largest.length; band++)
      largest[band] = floating ? 1 : Math.scalb(1.0, depth(colours, band)) - 1;
    tables = palette.isPresent()
        ? palette.map(Palette::colours)
        : isOpaqueBytes() ? Optional.of(levels()) : Optional.empty();
  }

  private boolean isOpaqueBytes() {
    boolean bytes = !alpha && !floating;
    for (int band = 0; band < largest.length; band++)
      bytes &= largest[band] == 255 && raster.getSampleModel().getSampleSize(band) == 8;
    return bytes;
  }

  private static float[][] levels() {
    float[] levels = new float[256];
    for (int i = 0; i < levels.length; i++) levels[i] = (float) (i / 255.0);
    return new float[][] {levels, levels, levels};
  }

  /** Bits of a sample, of which those of 10 to 14 bits are stored in 16. */
  private int depth(ColorModel colours, int band) {
    int stored = raster.getSampleModel().getSampleSize(band);
    return band < colours.getNumComponents()
        ? Math.min(stored, colours.getComponentSize(band))
        : stored;
  }

  /** What is wrong with a sample outside [0, 1], and the cure. */
  static String outside(double sample) {
    return "a floating-point sample is %s, not between 0 and 1: rescale the image"
        .formatted(sample);
  }

  int width() {
    return raster.getWidth();
  }

  int height() {
    return raster.getHeight();
  }

  /** Whether pixels may be transparent. */
  boolean hasOpacity() {
    return alpha;
  }

  /**
   * Cuts out the rectangle whose upper left pixel is (x, y): writes 3·width·height floats, [channel][y][x], from
   * {@code at} on.
   *
   * @throws InputException if a floating-point sample is not in [0, 1]
   */
  void cut(int x, int y, int width, int height, float[] out, int at) {
    if (tables.isPresent()) {
      lookUp(tables.get(), raster.getPixels(x, y, width, height, (int[]) null), out, at);
      return;
    }
    int bands = raster.getNumBands();
    double[] samples = samples(x, y, width, height);
    for (int channel = 0; channel < 3; channel++) {
      for (int pixel = 0; pixel < width * height; pixel++) {
        out[at + channel * height * width + pixel] = value(channel, samples, pixel * bands);
      }
    }
  }

  private void lookUp(float[][] tables, int[] samples, float[] out, int at) {
    int bands = raster.getNumBands();
    int pixels = samples.length / bands;
    for (int channel = 0; channel < 3; channel++) {
      float[] table = tables[channel];
      // Grey has one colour, and may have samples that are none.
      int band = colourBands == 1 || bands == 1 ? 0 : channel;
      for (int pixel = 0; pixel < pixels; pixel++)
        out[at + channel * pixels + pixel] = table[samples[pixel * bands + band]];
    }
  }

  /** The samples of a rectangle, [y][x][band]. A raster is faster when it is asked for integers. */
  private double[] samples(int x, int y, int width, int height) {
    if (floating) return raster.getPixels(x, y, width, height, (double[]) null);
    int[] integers = raster.getPixels(x, y, width, height, (int[]) null);
    double[] samples = new double[integers.length];
    for (int i = 0; i < integers.length; i++) samples[i] = integers[i];
    return samples;
  }

  /**
   * Writes the opacity of the pixels of row y, from 0 to 1.
   *
   * @throws InputException if a floating-point sample is not in [0, 1]
   */
  void opacity(int y, float[] out) {
    int bands = raster.getNumBands();
    double[] samples = samples(0, y, width(), 1);
    for (int u = 0; u < width(); u++) {
      if (!alpha) out[u] = 1;
      else if (palette.isPresent()) out[u] = palette.get().opacity()[(int) samples[u]];
      else out[u] = (float) fraction(samples[u * bands + colourBands], colourBands);
    }
  }

  private float value(int channel, double[] samples, int pixel) {
    int band = colourBands == 1 ? 0 : channel;
    double colour = fraction(samples[pixel + band], band);
    if (!alpha) return (float) colour;
    double opacity = fraction(samples[pixel + colourBands], colourBands);
    return overWhite(premultiplied ? colour : colour * opacity, opacity);
  }

  private double fraction(double sample, int band) {
    double unsigned =
        sample < 0 && largest[band] == UNSIGNED_INT ? sample + UNSIGNED_INT + 1 : sample;
    double fraction = unsigned / largest[band];
    if (!(fraction >= 0 && fraction <= 1)) throw new InputException(name + ": " + outside(sample));
    return fraction;
  }

  /** Lays a colour, already multiplied by its opacity, over white. */
  private static float overWhite(double colour, double opacity) {
    return (float) Math.min(colour + (1 - opacity), 1);
  }

  private static boolean isGreyOrRgb(ColorSpace space) {
    return space.getType() == ColorSpace.TYPE_GRAY || space.getType() == ColorSpace.TYPE_RGB;
  }

  private static BufferedImage converted(BufferedImage image) {
    BufferedImage rgb =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    // A colour space with a profile is converted all at once; others are cheap pixel by pixel.
    if (image.getColorModel().getColorSpace() instanceof ICC_ColorSpace)
      return new ColorConvertOp(null).filter(image, rgb);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) rgb.setRGB(x, y, image.getRGB(x, y));
    }
    return rgb;
  }

  /** The colours of an indexed image, already laid over white, [channel][index], and how opaque they are. */
  @SuppressWarnings("ArrayRecordComponent") // made once, never compared
  private record Palette(float[][] colours, float[] opacity) {
    static Palette of(IndexColorModel indexed) {
      int size = Math.max(indexed.getMapSize(), 1 << indexed.getPixelSize());
      float[][] colours = new float[3][size];
      float[] opacities = new float[size];
      for (int i = 0; i < indexed.getMapSize(); i++) {
        double opacity = indexed.getAlpha(i) / 255.0;
        opacities[i] = (float) opacity;
        int[] rgb = {indexed.getRed(i), indexed.getGreen(i), indexed.getBlue(i)};
        for (int c = 0; c < 3; c++) colours[c][i] = overWhite(rgb[c] / 255.0 * opacity, opacity);
      }
      return new Palette(colours, opacities);
    }
  }
}
