package fovea.data;

import fovea.data.ExampleShape.Patch;
import java.io.Serializable;
import java.util.Optional;

/**
 * The preprocessing of square image patches: take planes of pixels (luminance, or red, green and blue), subtract the
 * patch's own mean over all of them, clip at ±3σ, map [−3σ, 3σ] linearly to [0.1, 0.9].
 *
 * <p>A patch of three planes has one mean, its brightness. So its colour stays, and features can be coloured all over;
 * a mean for each channel would take the colour away. One mean and one deviation over all values of a patch are what
 * Coates, Lee and Ng take ("An analysis of single-layer networks in unsupervised feature learning", AISTATS 2011,
 * §3.1.1); here the deviation is that of all patches.
 *
 * <p>All arithmetic is double, in the order written in the code, pixels ascending, and is rounded to float once at the
 * end, so every machine gives the same bits. A patch of one flat colour, or shade of it, becomes 0.5 everywhere.
 *
 * @param colour which planes are taken
 * @param side pixels along a patch's side
 * @param sigma standard deviation of all mean-subtracted values of all training patches (divided by their number, not
 *     by one less); 0 if every patch is flat, and then every value becomes 0.5
 */
public record PatchPreprocessing(PatchColour colour, int side, double sigma)
    implements Preprocessing, Serializable {
  /** Standard deviations that are kept. */
  private static final double CLIP = 3;

  /**
   * Checks what a model file may hold.
   *
   * @throws InputException if there is no pixel or sigma is negative or not finite
   */
  public PatchPreprocessing {
    if (side < 1)
      throw new InputException("preprocessing for patches of " + side + " pixels makes no sense");
    if (!(sigma >= 0 && sigma <= Double.MAX_VALUE))
      throw new InputException(
          "preprocessing with a standard deviation of " + sigma + " makes no sense");
  }

  /**
   * Measures sigma. Rows of S² or 3·S² values are taken to be patches, channel by channel.
   *
   * @throws InputException if an example is no square patch, or has one channel where three are to be kept
   */
  public static PatchPreprocessing fit(PatchColour colour, Examples examples) {
    return fit(colour, new ExampleSource.InMemory(examples));
  }

  /** The same for examples that need not be in memory. */
  static PatchPreprocessing fit(PatchColour colour, ExampleSource source) {
    Patch patch = patch(colour, source.source(), source.shape());
    double[] sum = {0};
    source.forEachPiece((piece, count) -> {
      for (double s : squares(colour, source.source(), patch, piece, count)) sum[0] += s;
    });
    return of(colour, source.source(), patch, sum[0], source.count());
  }

  /**
   * The sum of the squares of a patch's values less their mean, for each of some patches. Sigma is what they give,
   * added up in the order of the patches.
   *
   * @param raw count × {@code shape.size()} floats; may have more
   * @throws InputException as {@link #fit(PatchColour, Examples)} does
   */
  public static double[] squares(
      PatchColour colour, String source, ExampleShape shape, float[] raw, int count) {
    Patch patch = patch(colour, source, shape);
    double[] planes = new double[colour.channels() * patch.side() * patch.side()];
    double[] squares = new double[count];
    for (int i = 0; i < count; i++) {
      PatchPlanes.read(raw, patch, i, planes);
      PatchPlanes.centre(planes);
      for (double c : planes) squares[i] += c * c;
    }
    return squares;
  }

  /**
   * The preprocessing of patches that have been measured.
   *
   * @param squares the sum of {@link #squares}
   * @param count of the patches
   */
  public static PatchPreprocessing of(
      PatchColour colour, String source, ExampleShape shape, double squares, long count) {
    int side = patch(colour, source, shape).side();
    double values = (double) count * (colour.channels() * side * side);
    return new PatchPreprocessing(colour, side, Math.sqrt(squares / values));
  }

  private static Patch patch(PatchColour colour, String source, ExampleShape shape) {
    Patch patch = PatchPlanes.patch(source, shape);
    if (colour.channels() > patch.channels())
      throw new InputException(
          "%s: has %s and no colour: leave --colour rgb out".formatted(source, patch));
    return patch;
  }

  /** Planes, 1 or 3. */
  public int channels() {
    return colour.channels();
  }

  /** Where a value less its patch's mean is clipped, on either side: 3σ. */
  public double limit() {
    return CLIP * sigma;
  }

  @Override
  public int outputSize() {
    return channels() * side * side;
  }

  @Override
  public Optional<PatchPreprocessing> patches() {
    return Optional.of(this);
  }

  @Override
  public float[] apply(Examples examples) {
    return apply(examples, true);
  }

  /** The same, or with {@code mapped} false only what the values are less their patch's mean. */
  float[] apply(Examples examples, boolean mapped) {
    float[] out = Allocation.floats(examples.source(), examples.count(), outputSize());
    float[] raw = examples.values();
    apply(examples.source(), examples.shape(), raw, examples.count(), mapped, out);
    return out;
  }

  @Override
  public void apply(String source, ExampleShape shape, float[] raw, int count, float[] out) {
    apply(source, shape, raw, count, true, out);
  }

  private void apply(
      String source, ExampleShape shape, float[] raw, int count, boolean mapped, float[] out) {
    Patch patch = PatchPlanes.patch(source, shape);
    if (patch.side() != side)
      throw new InputException(
          "%s: expected patches of %dx%d pixels, found %s".formatted(source, side, side, shape));
    double[] planes = new double[outputSize()];
    for (int i = 0; i < count; i++) {
      PatchPlanes.read(raw, patch, i, planes);
      apply(planes, out, i * planes.length, mapped);
    }
  }

  /**
   * What the model sees of one patch, the same as {@link #apply(Examples)} gives.
   *
   * @param planes {@link #outputSize} values, plane by plane; replaced by what they are less their mean
   * @param out {@link #outputSize} floats are written to it, from {@code at} on
   * @param mapped whether values are clipped and mapped; otherwise they are only less their mean, as for whitening
   * @return the mean, which {@link #restore} needs
   */
  public double apply(double[] planes, float[] out, int at, boolean mapped) {
    double mean = PatchPlanes.centre(planes);
    double limit = limit();
    for (int p = 0; p < planes.length; p++) {
      double clipped = Math.max(-limit, Math.min(limit, planes[p]));
      double scaled = limit == 0 ? 0.5 : 0.5 + 0.4 * (clipped / limit);
      out[at + p] = (float) (mapped ? scaled : planes[p]);
    }
    return mean;
  }

  /**
   * The inverse of {@link #apply(double[], float[], int, boolean)}: maps [0.1, 0.9] to [−3σ, 3σ], and what lies outside
   * along the same line, if values were mapped, and adds the mean. What was clipped there stays clipped: it cannot be
   * known again.
   *
   * @param values {@link #outputSize} values are read, from {@code at} on
   * @param planes as many values are written, from {@code to} on; they may lie outside [0, 1]
   */
  public void restore(
      float[] values, int at, double mean, double[] planes, int to, boolean mapped) {
    double limit = limit();
    for (int p = 0; p < outputSize(); p++)
      planes[to + p] = mean + (mapped ? (values[at + p] - 0.5) / 0.4 * limit : values[at + p]);
  }
}
