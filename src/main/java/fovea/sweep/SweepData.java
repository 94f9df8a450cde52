package fovea.sweep;

import fovea.data.ExampleShape;
import fovea.data.Examples;
import fovea.data.Preprocessing;
import fovea.report.TileShape;

/**
 * The examples on which all runs of a sweep are trained and judged.
 *
 * @param training the runs are trained on these
 * @param heldOut the runs are judged on these
 * @param preprocessing fitted to the training examples
 * @param tile how a feature is laid out as a picture
 * @param images whether an example is an image, to whose luminance a Gabor function can be fitted
 */
public record SweepData(
    Part training, Part heldOut, Preprocessing preprocessing, TileShape tile, boolean images) {
  /**
   * Examples as the network sees them.
   *
   * @param source what they were read from
   * @param x count×D, row-major
   */
  @SuppressWarnings("ArrayRecordComponent") // the data themselves: never copied, never compared
  public record Part(String source, int count, float[] x) {}

  /**
   * Training and held-out examples that have gone through the preprocessing.
   *
   * @param training as they were read
   * @param x what the network sees of them
   * @param heldOut as they were read
   * @param heldOutX what the network sees of them
   */
  public static SweepData of(
      Preprocessing preprocessing,
      Examples training,
      float[] x,
      Examples heldOut,
      float[] heldOutX) {
    return new SweepData(
        new Part(training.source(), training.count(), x),
        new Part(heldOut.source(), heldOut.count(), heldOutX),
        preprocessing,
        TileShape.of(training.shape(), preprocessing),
        preprocessing.patches().isPresent() || training.shape() instanceof ExampleShape.Patch);
  }

  /** Values in an example, D. */
  public int inputs() {
    return preprocessing.outputSize();
  }
}
