package fovea.data;

/** What preprocessing keeps of a patch's colour. */
public enum PatchColour {
  /**
   * One plane, luminance: Y = 0.2126 R + 0.7152 G + 0.0722 B (the weights of Rec. ITU-R BT.709, applied to the values
   * as stored; a patch of one channel is its own luminance).
   */
  LUMINANCE(1),
  /** Three planes, red, green and blue (of a patch of one channel, three equal ones). */
  RGB(3);

  private final int channels;

  PatchColour(int channels) {
    this.channels = channels;
  }

  /** Planes that are kept, 1 or 3. */
  public int channels() {
    return channels;
  }

  /** Y of one pixel. */
  public static double luminance(float red, float green, float blue) {
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
}
