package fovea.io;

import fovea.data.InputException;
import fovea.data.LuminancePatches;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * Writes the encoder of a model as one file of Java 8 that needs nothing else: the weights are in it as Base64. It sums in double, so its
 * activations differ from Fovea's in the last digits of a float.
 */
public final class JavaSource {
  private static final String ENDING = ".java";

  /** Floats in a string: 60,000 characters, of 65,535 that a constant may have (Java Virtual Machine Specification 4.4.7). */
  private static final int STRING_FLOATS = 11_250;

  /** Floats in a line: 96 bytes, 128 characters without padding, so that lines can be joined. */
  private static final int LINE_FLOATS = 24;

  /** What makes a method of some 6,000 strings, 48 of the 64 KiB that it may have. */
  private static final int MOST_WEIGHTS = 1 << 26;

  private static final String TEMPLATE = """
      import java.nio.ByteBuffer;
      import java.nio.ByteOrder;
      import java.nio.FloatBuffer;
      import java.util.Base64;

      /**
       * The encoder of an autoencoder that Fovea trained: {INPUTS} values in, {HIDDEN} activations out ({FUNCTION}). Java 8 or newer, nothing
       * else. Safe for use from several threads.
       */
      public final class {NAME} {
        /** Values in an example. */
        public static final int INPUTS = {INPUTS};

        /** Activations of an example. */
        public static final int HIDDEN = {HIDDEN};

        private static final float[] WEIGHTS = floats(weights(), HIDDEN * INPUTS);
        private static final float[] BIASES = floats(biases(), HIDDEN);

        private {NAME}() {}

        /** The activations of one example, INPUTS values{SEEN}. */
        public static float[] encode(float[] x) {
          if (x.length != INPUTS)
            throw new IllegalArgumentException("expected " + INPUTS + " values, not " + x.length);
          float[] hidden = new float[HIDDEN];
          encode(x, 0, hidden, 0);
          return hidden;
        }

        /** The same for INPUTS values from {@code at} on; HIDDEN activations are written, from {@code to} on. */
        public static void encode(float[] x, int at, float[] hidden, int to) {
          for (int j = 0; j < HIDDEN; j++) {
            double z = BIASES[j];
            for (int k = 0; k < INPUTS; k++) z += (double) WEIGHTS[j * INPUTS + k] * x[at + k];
            hidden[to + j] = (float) ({VALUE});
          }
        }
      {PREPROCESS}
        private static float[] floats(String[] base64, int count) {
          FloatBuffer all = FloatBuffer.allocate(count);
          for (String part : base64) {
            byte[] bytes = Base64.getDecoder().decode(part);
            all.put(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
          }
          return all.array();
        }

        private static String[] weights() {
          return new String[] {
      {WEIGHTS}
          };
        }

        private static String[] biases() {
          return new String[] {
      {BIASES}
          };
        }
      }
      """;

  private static final String PREPROCESS = """

        /**
         * What the network sees of a patch of {SIDE}x{SIDE} pixels: luminance less its mean, clipped and scaled as in training.
         *
         * @param patch values from 0 to 1, row by row: {PIXELS} of grey, or three times as many, all red ones first, then green, then blue
         */
        public static float[] preprocess(float[] patch) {
          if (patch.length != INPUTS && patch.length != 3 * INPUTS)
            throw new IllegalArgumentException(
                "expected " + INPUTS + " or " + 3 * INPUTS + " values, not " + patch.length);
          double[] y = new double[INPUTS];
          boolean flat = true;
          double sum = 0;
          for (int p = 0; p < INPUTS; p++) {
            y[p] = patch.length == INPUTS
                ? patch[p]
                : 0.2126 * patch[p] + 0.7152 * patch[INPUTS + p] + 0.0722 * patch[2 * INPUTS + p];
            flat &= y[p] == y[0];
            sum += y[p];
          }
          double mean = flat ? y[0] : sum / INPUTS;
          double limit = {LIMIT};
          float[] x = new float[INPUTS];
          for (int p = 0; p < INPUTS; p++) {
            double clipped = Math.max(-limit, Math.min(limit, y[p] - mean));
            x[p] = limit == 0 ? 0.5f : (float) (0.5 + 0.4 * (clipped / limit));
          }
          return x;
        }
      """;

  private JavaSource() {}

  /**
   * Writes the file; equal models give equal bytes.
   *
   * @param file its name is the name of the class, with .java behind it
   * @throws InputException if the name cannot be that of a class, or the model is too large
   */
  public static void write(Path file, StoredModel model) throws IOException {
    String name = className(file);
    Architecture architecture = model.network().architecture();
    NetworkShape shape = architecture.shape();
    int d = shape.inputs();
    int h = shape.hidden();
    if ((long) d * h > MOST_WEIGHTS)
      throw new InputException("%s: %,d weights are too many for a Java class; at most %,d fit"
          .formatted(file, (long) d * h, MOST_WEIGHTS));
    float[] theta = model.network().theta();
    String preprocess = "";
    String seen = "";
    if (model.preprocessing().isPresent()
        && model.preprocessing().get() instanceof LuminancePatches patches
        && patches.outputSize() == d) {
      seen = " as {@link #preprocess} gives them";
      preprocess = PREPROCESS
          .replace("{SIDE}", Integer.toString(patches.side()))
          .replace("{PIXELS}", Integer.toString(d))
          .replace("{LIMIT}", Double.toString(patches.limit()));
    }
    String text = TEMPLATE
        .replace("{PREPROCESS}", preprocess)
        .replace("{SEEN}", seen)
        .replace("{NAME}", name)
        .replace("{INPUTS}", Integer.toString(d))
        .replace("{HIDDEN}", Integer.toString(h))
        .replace("{FUNCTION}", architecture.encoder().name().toLowerCase(Locale.ROOT))
        .replace("{VALUE}", value(architecture.encoder()))
        .replace("{WEIGHTS}", strings(theta, Parameters.w1(shape), h * d))
        .replace("{BIASES}", strings(theta, Parameters.b1(shape), h));
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The class that a file of this name has to have.
   *
   * @throws InputException if it cannot be one
   */
  static String className(Path file) {
    String name = String.valueOf(file.getFileName());
    String base = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : "";
    if (!SourceVersion.isName(base) || base.contains("."))
      throw new InputException(
          "%s: cannot be the name of a Java class; give one like Encoder.java".formatted(file));
    return base;
  }

  private static String value(ActivationFunction encoder) {
    return switch (encoder) {
      case SIGMOID -> "1 / (1 + Math.exp(-z))";
      case TANH -> "Math.tanh(z)";
      case RELU -> "Math.max(0, z)";
      case LINEAR -> "z";
    };
  }

  /** The elements of an array of strings, each broken into lines, which the compiler joins again. */
  private static String strings(float[] values, int at, int length) {
    List<String> strings = new ArrayList<>();
    for (int from = 0; from < length; from += STRING_FLOATS) {
      List<String> lines = new ArrayList<>();
      int end = Math.min(length, from + STRING_FLOATS);
      for (int i = from; i < end; i += LINE_FLOATS)
        lines.add(base64(values, at + i, at + Math.min(end, i + LINE_FLOATS)));
      strings.add(
          lines.stream().collect(Collectors.joining("\"\n          + \"", "      \"", "\"")));
    }
    return String.join(",\n", strings);
  }

  private static String base64(float[] values, int from, int to) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * (to - from)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(Arrays.copyOfRange(values, from, to));
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
