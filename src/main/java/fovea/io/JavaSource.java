package fovea.io;

import fovea.data.InputException;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * Writes the encoder of a model as one file of Java 8 that needs nothing else: the weights are in it as Base64. It sums
 * in double, so its activations differ from Fovea's in the last digits of a float.
 */
public final class JavaSource {
  private static final String ENDING = ".java";

  /** What no class may be called, although it is no keyword (Java Language Specification 3.9). */
  private static final Set<String> RESTRICTED =
      Set.of("permits", "record", "sealed", "var", "yield");

  /**
   * Floats in a string: 60,000 characters, of 65,535 that a constant may have (Java Virtual Machine Specification
   * 4.4.7).
   */
  private static final int STRING_FLOATS = 11_250;

  /** Floats in a line: 96 bytes, 128 characters without padding, so that lines can be joined. */
  private static final int LINE_FLOATS = 24;

  /** What makes a method of some 6,000 strings, 48 of the 64 KiB that it may have. */
  static final int MOST_WEIGHTS = 1 << 26;

  /** Eight bytes of the method that makes them for each. */
  private static final int MOST_NAMES = 8000;

  private static final String TEMPLATE = """
      import java.nio.ByteBuffer;
      import java.nio.ByteOrder;
      import java.nio.FloatBuffer;
      import java.util.Base64;

      /**
       * The encoder of an autoencoder that Fovea trained: {INPUTS} values in, {HIDDEN} activations out ({FUNCTION}).
       * Java 8 or newer, nothing else. Safe for use from several threads.
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
      {PREPROCESS}{SCORE}{COLUMNS}
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

  private JavaSource() {}

  /**
   * Writes the file; equal models give equal bytes.
   *
   * @param file its name is the name of the class, with .java behind it
   * @param withScore whether it has the decoder too, and the error of a reconstruction
   * @throws InputException if the name cannot be that of a class, or the model is too large
   */
  public static void write(Path file, StoredModel model, boolean withScore) throws IOException {
    String name = className(file);
    Architecture architecture = model.network().architecture();
    NetworkShape shape = architecture.shape();
    int d = shape.inputs();
    int h = shape.hidden();
    if ((long) d * h > MOST_WEIGHTS)
      throw new InputException("%s: %,d weights are too many for a Java class; at most %,d fit"
          .formatted(file, (long) d * h, MOST_WEIGHTS));
    float[] theta = model.network().theta();
    String preprocess = model
        .preprocessing()
        .filter(p -> p.outputSize() == d)
        .map(p -> JavaPreprocessing.of(file, p, withScore))
        .orElse("");
    String seen = preprocess.isEmpty() ? "" : " as {@link #preprocess} gives them";
    boolean restored = preprocess.contains(" ownUnits(");
    String text = TEMPLATE
        .replace("{PREPROCESS}", preprocess)
        .replace(
            "{SCORE}",
            withScore
                ? JavaScore.of(architecture, theta, seen, restored, preprocess.contains("MISSING"))
                : "")
        .replace("{SEEN}", seen)
        .replace("{NAME}", name)
        .replace("{INPUTS}", Integer.toString(d))
        .replace("{HIDDEN}", Integer.toString(h))
        .replace("{FUNCTION}", architecture.encoder().name().toLowerCase(Locale.ROOT))
        .replace("{VALUE}", value(architecture.encoder()))
        .replace("{WEIGHTS}", strings(theta, Parameters.w1(shape), h * d))
        .replace("{BIASES}", strings(theta, Parameters.b1(shape), h))
        .replace("{COLUMNS}", columns(model.columns().list()));
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A method that gives the names of the columns, if there are any and a method holds them. */
  private static String columns(List<String> names) {
    if (names.isEmpty() || names.size() > MOST_NAMES) return "";
    return names.stream()
        .map(name -> "      " + literal(name))
        .collect(Collectors.joining(",\n", """

              /** The names of the columns that it was trained on. */
              public static String[] columns() {
                return new String[] {
            """, """

                };
              }
            """));
  }

  /** A text as Java has it, in ASCII. */
  private static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (char c : text.toCharArray())
      if (c == '"' || c == '\\') literal.append('\\').append(c);
      else if (c < ' ') literal.append("\\%03o".formatted((int) c));
      else if (c > '~') literal.append("\\u%04x".formatted((int) c));
      else literal.append(c);
    return literal.append('"').toString();
  }

  /**
   * The class that a file of this name has to have.
   *
   * @throws InputException if it cannot be one
   */
  public static String className(Path file) {
    String name = String.valueOf(file.getFileName());
    String base = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : "";
    if (!SourceVersion.isName(base)
        || base.contains(".")
        || RESTRICTED.contains(base)
        || base.codePoints().anyMatch(Character::isIdentifierIgnorable))
      throw new InputException(
          "%s: cannot be the name of a Java class; give one like Encoder.java".formatted(file));
    if (hidesAnother(base))
      throw new InputException(
          "%s: would hide Java's own class of that name; give one like Encoder.java"
              .formatted(file));
    return base;
  }

  /** Whether the file would mean another class by the name: one of java.lang, or one that it imports. */
  private static boolean hidesAnother(String name) {
    return TEMPLATE.contains("." + name + ";") || String.class.getResource(name + ".class") != null;
  }

  static String value(ActivationFunction encoder) {
    return switch (encoder) {
      case SIGMOID -> "1 / (1 + Math.exp(-z))";
      case TANH -> "Math.tanh(z)";
      case RELU -> "Math.max(0, z)";
      case LINEAR -> "z";
    };
  }

  /** The elements of an array of strings, each broken into lines, which the compiler joins again. */
  static String strings(float[] values, int at, int length) {
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
    return Base64.getEncoder().encodeToString(FloatBytes.of(values, from, to - from));
  }
}
