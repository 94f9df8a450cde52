package fovea.report;

import fovea.data.InputException;
import fovea.data.PatchColour;
import fovea.data.PatchPreprocessing;
import fovea.data.Picture;
import fovea.data.Preprocessing;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;

/**
 * A whole picture, reconstructed in overlapping patches ({@link OverlappingPatches}). A model of colour patches
 * reconstructs all three channels; a model of luminance reconstructs the luminance and keeps the colour.
 *
 * <p>The change of a pixel's luminance is added to its red, green and blue alike. Their weights in the luminance sum
 * to 1, so the luminance changes by just that amount, and the differences between the channels, the colour, stay.
 * (Scaling the channels would change the colour of dark pixels wildly.) Values outside [0, 1] are clipped. Grey stays
 * grey.
 *
 * <p>A transparent pixel keeps its opacity a. The model sees it laid over white. The pixel gets the colour that, laid
 * over white, looks like the reconstruction, as far as a allows.
 *
 * @param patches how many were averaged
 * @param luminancePsnrDb 10·log10(1/mean square) of reconstructed minus original luminance, before clipping and
 *     rounding; infinite if they are equal
 * @param rgbPsnrDb the same for the red, green and blue values in the file, with their 8 bits, laid over white
 */
public record PictureReconstruction(long patches, double luminancePsnrDb, double rgbPsnrDb) {
  /**
   * Reconstructs a picture.
   *
   * @param out the PNG file to write or replace, 8 bits a channel; its folder exists
   * @param preprocessing of patches, with or without whitening
   * @param stride pixels from one patch to the next, 1 to the patch's side
   * @param sideBySide whether the original stands to the left of the result
   * @param team stays the caller's to close
   * @param progress learns the part that is done, 0 to 1, from time to time
   * @throws InputException if the picture is smaller than a patch
   * @throws IllegalArgumentException if network, preprocessing and stride do not fit together
   * @throws IOException if the file cannot be written; {@code out} is then what it was
   */
  public static PictureReconstruction write(
      Path out,
      Picture picture,
      Autoencoder network,
      Preprocessing preprocessing,
      int stride,
      boolean sideBySide,
      Team team,
      DoubleConsumer progress)
      throws IOException {
    int width = picture.width();
    int height = picture.height();
    PatchPreprocessing shape = preprocessing
        .patches()
        .orElseThrow(() -> new IllegalArgumentException("a picture needs a model of patches"));
    int side = shape.side();
    if (width < side || height < side)
      throw new InputException(
          "%s: has %dx%d pixels, the model's patches have %dx%d: give a larger picture"
              .formatted(picture.name(), width, height, side, side));
    int channels = shape.channels();
    OverlappingPatches patches =
        new OverlappingPatches(network, preprocessing, stride, width, height, team);
    BufferedImage image = new BufferedImage(
        sideBySide ? Math.multiplyExact(2, width) : width,
        height,
        picture.hasOpacity() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    // Sums of each row, which are added in the order of the rows whichever thread was first.
    double[] luminanceSquares = new double[height];
    double[] rgbSquares = new double[height];
    patches.run(
        (y, pixels, at) -> read(picture, y, channels, pixels, at),
        (y, pixels, reconstruction, at) -> {
          PixelRow row = PixelRow.of(picture, y);
          if (sideBySide) image.getRaster().setDataElements(0, y, width, 1, row.pixels());
          double squares = 0;
          for (int x = 0; x < width; x++) {
            int green = at + x + (channels == 1 ? 0 : width);
            int blue = at + x + (channels == 1 ? 0 : 2 * width);
            double r = reconstruction[at + x] - pixels[at + x];
            double g = reconstruction[green] - pixels[green];
            double b = reconstruction[blue] - pixels[blue];
            double luminance = channels == 1 ? r : 0.2126 * r + 0.7152 * g + 0.0722 * b;
            squares += luminance * luminance;
            rgbSquares[y] += row.change(x, r, g, b);
          }
          luminanceSquares[y] = squares;
          image.getRaster().setDataElements(sideBySide ? width : 0, y, width, 1, row.pixels());
        },
        (done, of) -> progress.accept((double) done / of));
    PngFile.write(out, image);
    double pixels = (double) width * height;
    return new PictureReconstruction(
        patches.count(),
        psnr(sum(luminanceSquares) / pixels),
        psnr(sum(rgbSquares) / (3 * pixels)));
  }

  /** Row y: luminance, or the reds, the greens, the blues. */
  private static void read(Picture picture, int y, int channels, double[] pixels, int at) {
    int width = picture.width();
    float[] rgb = new float[3 * width];
    picture.row(y, rgb);
    if (channels == 3) {
      for (int i = 0; i < rgb.length; i++) pixels[at + i] = rgb[i];
      return;
    }
    for (int x = 0; x < width; x++)
      pixels[at + x] = PatchColour.luminance(rgb[x], rgb[width + x], rgb[2 * width + x]);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) sum += value;
    return sum;
  }

  private static double psnr(double meanSquare) {
    return 10 * StrictMath.log10(1 / meanSquare);
  }
}
