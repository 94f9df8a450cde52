package fovea.data;

import fovea.data.ExampleShape.Patch;

/**
 * {@link PatchPreprocessing} of colour: red, green and blue planes, less one mean over all three, the patch's brightness. So the colour
 * of a patch stays, and features can be coloured all over; a mean for each channel would take it away. One mean and one deviation over
 * all values of a patch are what Coates, Lee and Ng take ("An analysis of single-layer networks in unsupervised feature learning",
 * AISTATS 2011, §3.1.1); here the deviation is that of all patches, as for luminance.
 */
public record ColourPatches(int side, double sigma) implements PatchPreprocessing {
  /**
   * Checks what a model file may hold.
   *
   * @throws InputException if there is no pixel or sigma is negative or not finite
   */
  public ColourPatches {
    PatchPlanes.require(side, sigma);
  }

  /**
   * Measures sigma. Rows of 3·S² values are taken to be patches, channel by channel.
   *
   * @throws InputException if an example is no square patch of three channels
   */
  public static ColourPatches fit(Examples examples) {
    return fit(new ExampleSource.InMemory(examples));
  }

  /** The same for examples that need not be in memory. */
  static ColourPatches fit(ExampleSource source) {
    Patch patch = PatchPlanes.patch(source.source(), source.shape());
    if (patch.channels() != 3)
      throw new InputException(
          "%s: has %s and no colour: leave --colour rgb out".formatted(source.source(), patch));
    return new ColourPatches(patch.side(), PatchPlanes.sigma(source, patch, 3));
  }

  @Override
  public int channels() {
    return 3;
  }
}
