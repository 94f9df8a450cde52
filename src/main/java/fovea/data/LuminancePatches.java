package fovea.data;

import fovea.data.ExampleShape.Patch;

/**
 * The preprocessing of image patches. In this order: luminance Y = 0.2126 R + 0.7152 G + 0.0722 B (the weights of Rec.
 * ITU-R BT.709, applied to the values as stored; a patch of one channel is its own luminance); subtract the patch's own
 * mean; clip at ±3σ; map [−3σ, 3σ] linearly to [0.1, 0.9].
 *
 * <p>All arithmetic is double, in the order written in the code, pixels ascending, and is rounded to float once at the
 * end, so every machine gives the same bits. A patch of one flat colour becomes 0.5 everywhere.
 *
 * @param side pixels along a patch's side
 * @param sigma standard deviation of all mean-subtracted pixels of all training patches (divided by their number, not by
 *     one less); 0 if every patch is flat, and then every value becomes 0.5
 */
public record LuminancePatches(int side, double sigma) implements Preprocessing {
  private static final double CLIP = 3;

  /**
   * Checks what a model file may hold.
   *
   * @throws InputException if there is no pixel or sigma is negative or not finite
   */
  public LuminancePatches {
    if (side < 1)
      throw new InputException("preprocessing for patches of " + side + " pixels makes no sense");
    if (!(sigma >= 0 && sigma <= Double.MAX_VALUE))
      throw new InputException(
          "preprocessing with a standard deviation of " + sigma + " makes no sense");
  }

  /**
   * Measures sigma. Rows of 3·S² or S² values are taken to be patches, channel by channel.
   *
   * @throws InputException if an example cannot be a square patch
   */
  public static LuminancePatches fit(Examples examples) {
    Patch patch = patch(examples.source(), examples.shape());
    int pixels = patch.side() * patch.side();
    double[] centred = new double[pixels];
    double squares = 0;
    for (int i = 0; i < examples.count(); i++) {
      centre(examples.values(), patch, i, centred);
      double sum = 0;
      for (double c : centred) sum += c * c;
      squares += sum;
    }
    return new LuminancePatches(
        patch.side(), Math.sqrt(squares / ((double) examples.count() * pixels)));
  }

  @Override
  public int outputSize() {
    return side * side;
  }

  @Override
  public float[] apply(Examples examples) {
    float[] out = Allocation.floats(examples.source(), examples.count(), outputSize());
    apply(examples.source(), examples.shape(), examples.values(), examples.count(), out);
    return out;
  }

  @Override
  public void apply(String source, ExampleShape shape, float[] raw, int count, float[] out) {
    Patch patch = patch(source, shape);
    if (patch.side() != side)
      throw new InputException(
          "%s: expected patches of %dx%d pixels, found %s".formatted(source, side, side, shape));
    double[] centred = new double[side * side];
    for (int i = 0; i < count; i++) {
      centre(raw, patch, i, centred);
      map(centred, out, i * side * side);
    }
  }

  /**
   * What the model sees of one patch, the same as {@link #apply(Examples)} gives.
   *
   * @param luminance S² values, {@link #luminance} of each pixel; replaced by what they are less their mean
   * @param out S² floats are written to it, from {@code at} on
   * @return the mean, which {@link #restore} needs
   */
  public double apply(double[] luminance, float[] out, int at) {
    double mean = centre(luminance);
    map(luminance, out, at);
    return mean;
  }

  /**
   * The inverse of {@link #apply(double[], float[], int)}: maps [0.1, 0.9] to [−3σ, 3σ], and what lies outside along the
   * same line, and adds the mean. What was clipped there stays clipped: it cannot be known again.
   *
   * @param values S² values are read, from {@code at} on
   * @param luminance S² values are written, from {@code to} on; they may lie outside [0, 1]
   */
  public void restore(float[] values, int at, double mean, double[] luminance, int to) {
    double limit = CLIP * sigma;
    for (int p = 0; p < side * side; p++)
      luminance[to + p] = mean + (values[at + p] - 0.5) / 0.4 * limit;
  }

  /** Y of one pixel. */
  public static double luminance(float red, float green, float blue) {
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  /** Clips and maps one patch. */
  private void map(double[] centred, float[] out, int at) {
    double limit = CLIP * sigma;
    for (int p = 0; p < centred.length; p++) {
      double clipped = Math.max(-limit, Math.min(limit, centred[p]));
      out[at + p] = limit == 0 ? 0.5f : (float) (0.5 + 0.4 * (clipped / limit));
    }
  }

  /** Writes example {@code i}'s luminance less its mean. */
  private static void centre(float[] x, Patch patch, int i, double[] centred) {
    int pixels = centred.length;
    int red = i * patch.size();
    for (int p = 0; p < pixels; p++)
      centred[p] = patch.channels() == 1
          ? x[red + p]
          : luminance(x[red + p], x[red + pixels + p], x[red + 2 * pixels + p]);
    centre(centred);
  }

  /** Subtracts and returns the mean. A flat patch gives exact zeros, whatever its mean rounds to. */
  private static double centre(double[] values) {
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

  private static Patch patch(String source, ExampleShape shape) {
    if (shape instanceof Patch patch) return patch;
    int columns = shape.size();
    int grey = (int) Math.round(Math.sqrt(columns));
    if (grey * grey == columns) return new Patch(1, grey);
    int colour = (int) Math.round(Math.sqrt(columns / 3.0));
    if (3 * colour * colour == columns) return new Patch(3, colour);
    throw new InputException(
        "%s: preprocessing needs square patches, S x S or 3 x S x S values per example, found %d: use the values as they are"
            .formatted(source, columns));
  }
}
