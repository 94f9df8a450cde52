package fovea.data;

import fovea.data.ExampleShape.Patch;

/** Planes of pixels, one of luminance or three of red, green and blue, out of examples that are patches. */
final class PatchPlanes {
  private PatchPlanes() {}

  /**
   * What the examples are as patches.
   *
   * @throws InputException if they cannot be square patches
   */
  static Patch patch(String source, ExampleShape shape) {
    if (shape instanceof Patch patch) return patch;
    int columns = shape.size();
    int grey = (int) Math.round(Math.sqrt(columns));
    if (grey * grey == columns) return new Patch(1, grey);
    int colour = (int) Math.round(Math.sqrt(columns / 3.0));
    if (3 * colour * colour == columns) return new Patch(3, colour);
    throw new InputException(
        ("%s: preprocessing needs square patches, S x S or 3 x S x S values per example, "
                + "found %d: use the values as they are")
            .formatted(source, columns));
  }

  /** Writes example {@code i}: luminance if there is room for one plane; red, green and blue if there is for three. */
  static void read(float[] x, Patch patch, int i, double[] planes) {
    int pixels = patch.side() * patch.side();
    int red = i * patch.size();
    for (int p = 0; p < planes.length; p++) {
      if (patch.channels() == 1) planes[p] = x[red + p % pixels]; // grey: three equal channels
      else if (planes.length == patch.size()) planes[p] = x[red + p];
      else
        planes[p] = PatchColour.luminance(x[red + p], x[red + pixels + p], x[red + 2 * pixels + p]);
    }
  }

  /** Subtracts and returns the mean. A flat patch gives exact zeros, whatever its mean rounds to. */
  static double centre(double[] values) {
    boolean flat = true;
    double sum = 0;
    for (double value : values) {
      flat &= value == values[0];
      sum += value;
    }
    double mean = flat ? values[0] : sum / values.length;
    for (int p = 0; p < values.length; p++) values[p] -= mean;
    return mean;
  }
}
