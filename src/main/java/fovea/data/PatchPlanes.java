package fovea.data;

import fovea.data.ExampleShape.Patch;

/** The steps of {@link PatchPreprocessing}. */
final class PatchPlanes {
  /** Standard deviations that are kept. */
  static final double CLIP = 3;

  /** Patches that are read at a time. */
  private static final int PIECE = 1024;

  private PatchPlanes() {}

  /**
   * Checks what a model file may hold.
   *
   * @throws InputException if there is no pixel or sigma is negative or not finite
   */
  static void require(int side, double sigma) {
    if (side < 1)
      throw new InputException("preprocessing for patches of " + side + " pixels makes no sense");
    if (!(sigma >= 0 && sigma <= Double.MAX_VALUE))
      throw new InputException(
          "preprocessing with a standard deviation of " + sigma + " makes no sense");
  }

  /** Sigma of all these patches. */
  static double sigma(ExampleSource source, Patch patch, int channels) {
    double[] planes = new double[channels * patch.side() * patch.side()];
    ExampleSource.Reader reader = source.reader();
    float[] piece = new float[(int) Math.min(PIECE, source.count()) * patch.size()];
    double squares = 0;
    for (long first = 0; first < source.count(); first += PIECE) {
      int count = (int) Math.min(PIECE, source.count() - first);
      reader.read(first, count, piece);
      for (int i = 0; i < count; i++) {
        read(piece, patch, i, planes);
        centre(planes);
        double sum = 0;
        for (double c : planes) sum += c * c;
        squares += sum;
      }
    }
    return Math.sqrt(squares / ((double) source.count() * planes.length));
  }

  /** What the preprocessing makes of all these patches, N × {@link PatchPreprocessing#outputSize}. */
  static float[] apply(PatchPreprocessing preprocessing, Examples examples, boolean mapped) {
    float[] out =
        Allocation.floats(examples.source(), examples.count(), preprocessing.outputSize());
    apply(
        preprocessing,
        examples.source(),
        examples.shape(),
        examples.values(),
        examples.count(),
        mapped,
        out);
    return out;
  }

  /** What it makes of the first {@code count} patches in an array. */
  static void apply(
      PatchPreprocessing preprocessing,
      String source,
      ExampleShape shape,
      float[] raw,
      int count,
      boolean mapped,
      float[] out) {
    int side = preprocessing.side();
    Patch patch = patch(source, shape);
    if (patch.side() != side)
      throw new InputException(
          "%s: expected patches of %dx%d pixels, found %s".formatted(source, side, side, shape));
    int size = preprocessing.outputSize();
    double[] planes = new double[size];
    for (int i = 0; i < count; i++) {
      read(raw, patch, i, planes);
      preprocessing.apply(planes, out, i * size, mapped);
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

  /** Clips and maps one patch. */
  static void map(double sigma, double[] centred, float[] out, int at) {
    double limit = CLIP * sigma;
    for (int p = 0; p < centred.length; p++) {
      double clipped = Math.max(-limit, Math.min(limit, centred[p]));
      out[at + p] = limit == 0 ? 0.5f : (float) (0.5 + 0.4 * (clipped / limit));
    }
  }

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
        "%s: preprocessing needs square patches, S x S or 3 x S x S values per example, found %d: use the values as they are"
            .formatted(source, columns));
  }

  /** Writes example {@code i}: its luminance if there is room for one plane, red, green and blue if there is room for three. */
  private static void read(float[] x, Patch patch, int i, double[] planes) {
    int pixels = patch.side() * patch.side();
    int red = i * patch.size();
    for (int p = 0; p < planes.length; p++) {
      if (patch.channels() == 1) planes[p] = x[red + p % pixels]; // grey: three equal channels
      else if (planes.length == patch.size()) planes[p] = x[red + p];
      else
        planes[p] =
            LuminancePatches.luminance(x[red + p], x[red + pixels + p], x[red + 2 * pixels + p]);
    }
  }
}
