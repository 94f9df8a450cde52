package fovea.io;

import fovea.data.InputException;
import fovea.data.PatchPreprocessing;
import fovea.data.Preprocessing;
import fovea.data.TablePreprocessing;
import fovea.data.Whitening;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The method {@code preprocess}, and for rows {@code ownUnits}, of the class that {@link JavaSource} writes. It
 * computes in double, in the order of Fovea.
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

  private static final String SCALE = """
          for (int p = 0; p < INPUTS; p++) {
            double difference = y[p] - CENTRE[p];
            double away = UNIT[p] == 0 ? Math.signum(difference) * {LIMIT} : difference / UNIT[p];
            y[p] = (float) ({MIDDLE} + {CLIPPED});
          }
      """;

  private static final String COPY = """
          float[] x = new float[INPUTS];
          for (int p = 0; p < INPUTS; p++) x[p] = (float) y[p];
      """;

  private static final String OWN_UNITS = """

        /** What {@link #preprocess} made of a row, in the row's own units. */
        public static float[] ownUnits(float[] x) {
          float[] y = new float[INPUTS];
          for (int i = 0; i < INPUTS; i++) {
            double z = {VALUE};
            y[i] = (float) ({OWN});
          }
          return y;
        }
      """;

  private static final String UNWHITENED = "MEAN[i];\n"
      + "      for (int k = 0; k < INPUTS; k++) z += (double) x[k] * INVERSE[i * INPUTS + k]";

  private static final String ARRAY = """

        private static final float[] {CONSTANT} = floats({METHOD}(), {LENGTH});

        private static String[] {METHOD}() {
          return new String[] {
      {VALUES}
          };
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

  private JavaPreprocessing() {}

  /**
   * The method, and the constants that it needs; empty where there is nothing to do.
   *
   * @param withScore whether the decoder is written, too, whose rows are to have their own units
   * @throws InputException if the whitening matrix is too large for a class
   */
  static String of(Path file, Preprocessing preprocessing, boolean withScore) {
    if (preprocessing instanceof Preprocessing.None) return "";
    Optional<PatchPreprocessing> patches = preprocessing.patches();
    Optional<Whitening> whitening =
        preprocessing instanceof Whitening w ? Optional.of(w) : Optional.empty();
    Optional<TablePreprocessing> table = preprocessing.table();
    String steps = patches.isPresent() ? CENTRE : "";
    steps += table.map(JavaPreprocessing::scale).orElse("");
    steps += whitening.isPresent()
        ? WHITEN
        : patches.map(p -> MAP.replace("{LIMIT}", Double.toString(p.limit()))).orElse(COPY);
    List<String> then = new ArrayList<>();
    if (table.isPresent()) then.add("scaled");
    if (whitening.isPresent()) then.add("whitened");
    if (then.isEmpty()) then.add("clipped and scaled");
    boolean restored = withScore && patches.isEmpty();
    boolean imputed = table.filter(TablePreprocessing::imputes).isPresent();
    return patches
            .map(JavaPreprocessing::ofPatches)
            .orElseGet(() -> ofRows(imputed))
            .replace("{STEPS}", steps)
            .replace("{THEN}", String.join(" and ", then))
        + (restored ? ownUnits(table, whitening) : "")
        + table.map(t -> array("CENTRE", t.centre()) + array("UNIT", t.unit())).orElse("")
        + (imputed ? array("MISSING", table.orElseThrow().means()) : "")
        + whitening.map(w -> matrices(file, w, restored)).orElse("");
  }

  private static String scale(TablePreprocessing table) {
    String limit = Double.toString(table.limit());
    return SCALE
        .replace("{LIMIT}", limit)
        .replace("{MIDDLE}", Double.toString(table.middle()))
        .replace(
            "{CLIPPED}",
            table.clipped() ? "Math.max(-%1$s, Math.min(%1$s, away))".formatted(limit) : "away");
  }

  private static String ownUnits(
      Optional<TablePreprocessing> table, Optional<Whitening> whitening) {
    return OWN_UNITS
        .replace("{VALUE}", whitening.isPresent() ? UNWHITENED : "x[i]")
        .replace(
            "{OWN}",
            table
                .map(t -> "CENTRE[i] + (z - %s) * UNIT[i]".formatted(t.middle()))
                .orElse("z"));
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

  private static String ofRows(boolean imputed) {
    return METHOD
        .replace("{EXAMPLE}", "a row of values: {THEN} as in training")
        .replace("{VALUES}", imputed ? "INPUTS values, NaN where one is missing" : "INPUTS values")
        .replace(" && raw.length != {OTHER}", "")
        .replace(" or \" + {OTHER} + \"", "")
        .replace("{READ}", imputed ? "Float.isNaN(raw[p]) ? MISSING[p] : raw[p]" : "raw[p]");
  }

  private static String matrices(Path file, Whitening whitening, boolean restored) {
    int d = whitening.outputSize();
    if ((long) d * d > JavaSource.MOST_WEIGHTS)
      throw new InputException(
          "%s: a whitening matrix of %,d values is too large for a Java class; at most %,d fit"
              .formatted(file, (long) d * d, JavaSource.MOST_WEIGHTS));
    return array("MEAN", whitening.mean())
        + array("ZCA", whitening.zca().values())
        + (restored ? array("INVERSE", whitening.inverse().values()) : "");
  }

  private static String array(String constant, float[] values) {
    return ARRAY
        .replace("{CONSTANT}", constant)
        .replace("{METHOD}", constant.toLowerCase(Locale.ROOT))
        .replace("{LENGTH}", Integer.toString(values.length))
        .replace("{VALUES}", JavaSource.strings(values, 0, values.length));
  }
}
