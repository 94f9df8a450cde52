package fovea.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/** What TwelveMonkeys' TIFF reader has to be asked for, to give samples as they are stored. */
final class TiffPixels {
  private TiffPixels() {}

  /**
   * Decodes the first image.
   *
   * @throws UnsupportedImageException if a floating-point sample is not in [0, 1]
   */
  static BufferedImage read(ImageReader reader) throws IOException {
    ImageReadParam parameters = reader.getDefaultReadParam();
    ImageTypeSpecifier stored = reader.getRawImageType(0);
    if (stored == null) return reader.read(0, parameters);
    ColorModel colours = stored.getColorModel();
    int type = stored.getSampleModel().getTransferType();
    if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE)
      requireUnitInterval(reader.readRaster(0, null), colours.getNumComponents());
    // Else it offers colours that are stored multiplied by their opacity as if they were not, and a
    // fourth sample that is none as opacity.
    if (colours.isAlphaPremultiplied() || !colours.hasAlpha())
      parameters.setDestinationType(stored);
    return reader.read(0, parameters);
  }

  /** The reader clips what lies outside, except in the raster itself. What is no number is noticed later. */
  private static void requireUnitInterval(Raster raster, int components)
      throws UnsupportedImageException {
    int bands = raster.getNumBands();
    double[] row = new double[raster.getWidth() * bands];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int i = 0; i < row.length; i++) {
        if (i % bands < components && (row[i] < 0 || row[i] > 1))
          throw new UnsupportedImageException(DecodedImage.outside(row[i]));
      }
    }
  }
}
