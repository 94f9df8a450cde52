package fovea.data;

import fovea.data.ExampleShape.Patch;

/**
 * {@link PatchPreprocessing} of luminance, Y = 0.2126 R + 0.7152 G + 0.0722 B (the weights of Rec. ITU-R BT.709, applied to the values
 * as stored; a patch of one channel is its own luminance).
 */
public record LuminancePatches(int side, double sigma) implements PatchPreprocessing {
  /**
   * Checks what a model file may hold.
   *
   * @throws InputException if there is no pixel or sigma is negative or not finite
   */
  public LuminancePatches {
    PatchPlanes.require(side, sigma);
  }

  /**
   * Measures sigma. Rows of 3·S² or S² values are taken to be patches, channel by channel.
   *
   * @throws InputException if an example cannot be a square patch
   */
  public static LuminancePatches fit(Examples examples) {
    return fit(new ExampleSource.InMemory(examples));
  }

  /** The same for examples that need not be in memory. */
  static LuminancePatches fit(ExampleSource source) {
    Patch patch = PatchPlanes.patch(source.source(), source.shape());
    return new LuminancePatches(patch.side(), PatchPlanes.sigma(source, patch, 1));
  }

  @Override
  public int channels() {
    return 1;
  }

  /** Y of one pixel. */
  public static double luminance(float red, float green, float blue) {
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
}
