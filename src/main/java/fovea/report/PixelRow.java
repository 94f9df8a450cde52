package fovea.report;

import fovea.data.Picture;

/**
 * A row of a picture on its way into a PNG file.
 *
 * @param rgb the original, laid over white: the reds, the greens, the blues
 * @param opacity of each pixel
 * @param pixels as they are written: opacity, red, green, blue, 8 bits each; colours are not multiplied by the opacity
 */
@SuppressWarnings("ArrayRecordComponent") // workspace, never compared
record PixelRow(float[] rgb, float[] opacity, int[] pixels) {
  /** The row as it is. */
  static PixelRow of(Picture picture, int y) {
    int width = picture.width();
    PixelRow row = new PixelRow(new float[3 * width], new float[width], new int[width]);
    picture.row(y, row.rgb);
    picture.opacity(y, row.opacity);
    for (int x = 0; x < width; x++) row.change(x, 0, 0, 0);
    return row;
  }

  /**
   * Makes pixel x differ from the original, seen over white, by so much red, green and blue.
   *
   * @return the sum of the squared differences of red, green and blue from the original, both laid over white and the
   *     pixel rounded to 8 bits
   */
  double change(int x, double red, double green, double blue) {
    double a = opacity[x];
    int pixel = eightBits(a);
    double squares = 0;
    for (int channel = 0; channel < 3; channel++) {
      double seen = rgb[channel * opacity.length + x];
      double difference = channel == 0 ? red : channel == 1 ? green : blue;
      // An invisible pixel has no colour of its own; it gets the white that it is laid over.
      int value = a == 0 ? 255 : eightBits((seen + difference - (1 - a)) / a);
      pixel = pixel << 8 | value;
      double error = value / 255.0 * a + (1 - a) - seen;
      squares += error * error;
    }
    pixels[x] = pixel;
    return squares;
  }

  private static int eightBits(double value) {
    return (int) (255 * Math.max(0, Math.min(1, value)) + 0.5);
  }
}
