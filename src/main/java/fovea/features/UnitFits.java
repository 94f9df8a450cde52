package fovea.features;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The Gabor functions nearest to the weights of hidden units. Where the weights are of a colour image, their
 * luminance 0.2126 R + 0.7152 G + 0.0722 B (Rec. ITU-R BT.709) is fitted; stripes between colours of one luminance
 * are lost in it.
 */
final class UnitFits {
  /** On smaller tiles the nine free parameters of a Gabor function fit anything, noise too. */
  static final int LEAST_SIDE = 8;

  private UnitFits() {}

  /**
   * Fits units, on all processors. The same weights give the same bits everywhere.
   *
   * @param weights of the units, one tile after the other, plane by plane
   * @param channels planes of a tile: 1 grey, 3 red, green and blue; 0 if the weights are not of an image. A table
   *     row is none, even where its length is a square number
   * @return for each unit its fit, empty where its weights are all the same or not finite; nothing if there are no
   *     square tiles of at least 8×8 to fit
   */
  static Optional<List<Optional<FeatureFit>>> of(float[] weights, int units, int channels) {
    if (channels == 0) return Optional.empty();
    int size = weights.length / units;
    int side = (int) Math.sqrt((double) size / channels);
    if (channels * side * side != size || side < LEAST_SIDE) return Optional.empty();
    float[] tiles = channels == 1 ? weights : luminance(weights, size);
    // One fit takes some milliseconds and does not depend on the others.
    return Optional.of(IntStream.range(0, units)
        .parallel()
        .mapToObj(j -> FeatureFit.of(tiles, j * side * side, side))
        .toList());
  }

  /** Grey tiles of tiles in colour of {@code size} weights each. */
  private static float[] luminance(float[] weights, int size) {
    int pixels = size / 3;
    float[] grey = new float[weights.length / 3];
    for (int i = 0; i < grey.length; i++) {
      int red = i / pixels * size + i % pixels;
      grey[i] = (float) (0.2126 * weights[red]
          + 0.7152 * weights[red + pixels]
          + 0.0722 * weights[red + 2 * pixels]);
    }
    return grey;
  }
}
