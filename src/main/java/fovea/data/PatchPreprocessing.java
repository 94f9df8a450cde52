package fovea.data;

import java.util.Optional;

/**
 * The preprocessing of square image patches: take planes of pixels (luminance, or red, green and blue), subtract the patch's own mean
 * over all of them, clip at ±3σ, map [−3σ, 3σ] linearly to [0.1, 0.9].
 *
 * <p>All arithmetic is double, in the order written in the code, pixels ascending, and is rounded to float once at the
 * end, so every machine gives the same bits. A patch of one flat colour, or shade of it, becomes 0.5 everywhere.
 */
public sealed interface PatchPreprocessing extends Preprocessing
    permits LuminancePatches, ColourPatches {
  /** Pixels along a patch's side. */
  int side();

  /** Planes, 1 or 3. */
  int channels();

  /**
   * Standard deviation of all mean-subtracted values of all training patches (divided by their number, not by one less); 0 if every
   * patch is flat, and then every value becomes 0.5.
   */
  double sigma();

  /** Where a value less its patch's mean is clipped, on either side: 3σ. */
  default double limit() {
    return PatchPlanes.CLIP * sigma();
  }

  @Override
  default int outputSize() {
    return channels() * side() * side();
  }

  @Override
  default Optional<PatchPreprocessing> patches() {
    return Optional.of(this);
  }

  @Override
  default float[] apply(Examples examples) {
    return PatchPlanes.apply(this, examples, true);
  }

  @Override
  default void apply(String source, ExampleShape shape, float[] raw, int count, float[] out) {
    PatchPlanes.apply(this, source, shape, raw, count, true, out);
  }

  /**
   * What the model sees of one patch, the same as {@link #apply(Examples)} gives.
   *
   * @param planes {@link #outputSize} values, plane by plane; replaced by what they are less their mean
   * @param out {@link #outputSize} floats are written to it, from {@code at} on
   * @param mapped whether values are clipped and mapped; otherwise they are only less their mean, as for whitening
   * @return the mean, which {@link #restore} needs
   */
  default double apply(double[] planes, float[] out, int at, boolean mapped) {
    double mean = PatchPlanes.centre(planes);
    if (mapped) PatchPlanes.map(sigma(), planes, out, at);
    else for (int p = 0; p < planes.length; p++) out[at + p] = (float) planes[p];
    return mean;
  }

  /**
   * The inverse of {@link #apply(double[], float[], int, boolean)}: maps [0.1, 0.9] to [−3σ, 3σ], and what lies outside along the
   * same line, if values were mapped, and adds the mean. What was clipped there stays clipped: it cannot be known again.
   *
   * @param values {@link #outputSize} values are read, from {@code at} on
   * @param planes as many values are written, from {@code to} on; they may lie outside [0, 1]
   */
  default void restore(
      float[] values, int at, double mean, double[] planes, int to, boolean mapped) {
    double limit = limit();
    for (int p = 0; p < outputSize(); p++)
      planes[to + p] = mean + (mapped ? (values[at + p] - 0.5) / 0.4 * limit : values[at + p]);
  }
}
