package fovea.io;

import fovea.data.InputException;
import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.Whitening;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The method {@code preprocess} of the class that {@link JavaSource} writes. It computes in double, in the order of
 * Fovea.
 */
final class JavaPreprocessing {
  private static final String METHOD = """

        /**
         * What the network sees of {EXAMPLE}.
         *
         * @param raw {VALUES}
         */
        public static float[] preprocess(float[] raw) {
          if (raw.length != INPUTS && raw.length != {OTHER})
            throw new IllegalArgumentException(
                "expected " + INPUTS + " or " + {OTHER} + " values, not " + raw.length);
          double[] y = new double[INPUTS];
          for (int p = 0; p < INPUTS; p++) y[p] = {READ};
      {STEPS}    return x;
        }
      """;

  private static final String PATCH_VALUES =
      "values from 0 to 1, row by row: {PIXELS} of grey, or three times as "
          + "many, all red ones first, then green, then blue";

  private static final String LUMINANCE = "raw.length == INPUTS\n          ? raw[p]\n"
      + "          : 0.2126 * raw[p] + 0.7152 * raw[INPUTS + p] + 0.0722 * raw[2 * INPUTS + p]";

  private static final String CENTRE = """
          boolean flat = true;
          double sum = 0;
          for (double value : y) {
            flat &= value == y[0];
            sum += value;
          }
          double mean = flat ? y[0] : sum / INPUTS;
          for (int p = 0; p < INPUTS; p++) y[p] -= mean;
      """;

  private static final String MAP = """
          double limit = {LIMIT};
          float[] x = new float[INPUTS];
          for (int p = 0; p < INPUTS; p++) {
            double clipped = Math.max(-limit, Math.min(limit, y[p]));
            x[p] = limit == 0 ? 0.5f : (float) (0.5 + 0.4 * (clipped / limit));
          }
      """;

  private static final String WHITEN = """
          float[] x = new float[INPUTS];
          for (int i = 0; i < INPUTS; i++) {
            double z = 0;
            for (int k = 0; k < INPUTS; k++) z += (y[k] - MEAN[k]) * ZCA[i * INPUTS + k];
            x[i] = (float) z;
          }
      """;

  private static final String MATRICES = """

        private static final float[] MEAN = floats(mean(), INPUTS);
        private static final float[] ZCA = floats(zca(), INPUTS * INPUTS);

        private static String[] mean() {
          return new String[] {
      {MEAN}
          };
        }

        private static String[] zca() {
          return new String[] {
      {ZCA}
          };
        }
      """;

  private JavaPreprocessing() {}

  /**
   * The method, and the constants that it needs; empty where there is nothing to do.
   *
   * @throws InputException if the whitening matrix is too large for a class
   */
  static String of(Path file, Preprocessing preprocessing) {
    if (preprocessing instanceof Preprocessing.None) return "";
    Optional<PatchPreprocessing> patches = preprocessing.patches();
    Optional<Whitening> whitening =
        preprocessing instanceof Whitening w ? Optional.of(w) : Optional.empty();
    String steps = patches.isPresent() ? CENTRE : "";
    steps += whitening.isPresent()
        ? WHITEN
        : MAP.replace("{LIMIT}", Double.toString(patches.orElseThrow().limit()));
    return patches
            .map(JavaPreprocessing::ofPatches)
            .orElseGet(JavaPreprocessing::ofRows)
            .replace("{STEPS}", steps)
            .replace("{THEN}", whitening.isPresent() ? "whitened" : "clipped and scaled")
        + whitening.map(w -> matrices(file, w)).orElse("");
  }

  private static String ofPatches(PatchPreprocessing patches) {
    boolean grey = patches.channels() == 1;
    int side = patches.side();
    return METHOD
        .replace(
            "{EXAMPLE}",
            "a patch of %dx%d pixels: %s less %s mean, {THEN} as in training"
                .formatted(side, side, grey ? "luminance" : "colours", grey ? "its" : "their"))
        .replace("{VALUES}", PATCH_VALUES.replace("{PIXELS}", Integer.toString(side * side)))
        .replace("{OTHER}", grey ? "3 * INPUTS" : "INPUTS / 3")
        .replace("{READ}", grey ? LUMINANCE : "raw[p % raw.length]");
  }

  private static String ofRows() {
    return METHOD
        .replace("{EXAMPLE}", "a row of values: {THEN} as in training")
        .replace("{VALUES}", "INPUTS values")
        .replace(" && raw.length != {OTHER}", "")
        .replace(" or \" + {OTHER} + \"", "")
        .replace("{READ}", "raw[p]");
  }

  private static String matrices(Path file, Whitening whitening) {
    int d = whitening.outputSize();
    if ((long) d * d > JavaSource.MOST_WEIGHTS)
      throw new InputException(
          "%s: a whitening matrix of %,d values is too large for a Java class; at most %,d fit"
              .formatted(file, (long) d * d, JavaSource.MOST_WEIGHTS));
    return MATRICES
        .replace("{MEAN}", JavaSource.strings(whitening.mean(), 0, d))
        .replace("{ZCA}", JavaSource.strings(whitening.zca().values(), 0, d * d));
  }
}
