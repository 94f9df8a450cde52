package fovea.io;

import fovea.model.Architecture;
import fovea.model.NetworkShape;
import fovea.model.Parameters;

/** The methods {@code reconstruct} and {@code score} of the class that {@link JavaSource} writes: the decoder. */
final class JavaScore {
  private static final String METHODS = """

        private static final float[] OUTPUT_BIASES = floats(outputBiases(), INPUTS);

        /** What the network gives back of one example, INPUTS values{SEEN}{UNITS}. */
        public static float[] reconstruct(float[] x) {
          return {OWN};
        }

        private static float[] output(float[] x) {
          float[] hidden = encode(x);
          float[] output = new float[INPUTS];
          for (int k = 0; k < INPUTS; k++) {
            double z = OUTPUT_BIASES[k];
            for (int j = 0; j < HIDDEN; j++) z += (double) {WEIGHT} * hidden[j];
            output[k] = (float) ({VALUE});
          }
          return output;
        }

        /** How far off that is: the mean of the squared errors. The larger, the stranger is the example.{NAN} */
        public static double score(float[] x{RAW}) {
          float[] output = output(x);
          double sum = 0;
          int there = 0;
          for (int k = 0; k < INPUTS; k++) {
            {THERE}there++;
            double error = (double) output[k] - x[k];
            sum += error * error;
          }
          return sum / Math.max(1, there);
        }

        private static String[] outputBiases() {
          return new String[] {
      {BIASES}
          };
        }
      """;

  private static final String WEIGHTS = """

        private static final float[] OUTPUT_WEIGHTS = floats(outputWeights(), INPUTS * HIDDEN);

        private static String[] outputWeights() {
          return new String[] {
      {WEIGHTS}
          };
        }
      """;

  private JavaScore() {}

  /**
   * The methods, and the constants that they need.
   *
   * @param seen what x is, to go behind "values"
   * @param restored whether a reconstruction is to have the units of the data
   * @param imputed whether values may be missing, which count in no score
   */
  static String of(
      Architecture architecture, float[] theta, String seen, boolean restored, boolean imputed) {
    NetworkShape shape = architecture.shape();
    boolean tied = architecture.tied();
    String methods = METHODS
        .replace("{SEEN}", seen)
        .replace("{RAW}", imputed ? ", float[] raw" : "")
        .replace("{THERE}", imputed ? "if (Float.isNaN(raw[k])) continue;\n      " : "")
        .replace("{NAN}", imputed ? " A value that is NaN in raw counts nowhere." : "")
        .replace("{UNITS}", restored ? ", in the data's own units" : "")
        .replace("{OWN}", restored ? "ownUnits(output(x))" : "output(x)")
        .replace("{WEIGHT}", tied ? "WEIGHTS[j * INPUTS + k]" : "OUTPUT_WEIGHTS[k * HIDDEN + j]")
        .replace("{VALUE}", JavaSource.value(architecture.decoder()))
        .replace(
            "{BIASES}", JavaSource.strings(theta, Parameters.b2(architecture), shape.inputs()));
    if (tied) return methods;
    int count = shape.inputs() * shape.hidden();
    return methods
        + WEIGHTS.replace(
            "{WEIGHTS}", JavaSource.strings(theta, Parameters.w2(architecture), count));
  }
}
