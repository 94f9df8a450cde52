package fovea.features;

import java.util.Arrays;

/**
 * The luminance of features of colour images, 0.2126 R + 0.7152 G + 0.0722 B of their weights (Rec. ITU-R BT.709): what is fitted where a
 * tile has colours. Stripes between colours of one luminance are lost in it.
 */
public final class FeatureLuminance {
  private FeatureLuminance() {}

  /**
   * Grey tiles, count × (size / channels).
   *
   * @param weights tiles of {@code size} weights from {@code from} on, plane by plane
   * @param channels 1 or 3
   */
  public static float[] of(float[] weights, int from, int count, int channels, int size) {
    if (channels == 1) return Arrays.copyOfRange(weights, from, from + count * size);
    int pixels = size / channels;
    float[] grey = new float[count * pixels];
    for (int i = 0; i < grey.length; i++) {
      int red = from + i / pixels * size + i % pixels;
      grey[i] = (float) (0.2126 * weights[red]
          + 0.7152 * weights[red + pixels]
          + 0.0722 * weights[red + 2 * pixels]);
    }
    return grey;
  }
}
