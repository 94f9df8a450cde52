package fovea.data;

import static fovea.data.TestFiles.DEFAULTS;
import static fovea.data.TestFiles.assertBeginningsAreRefused;
import static fovea.data.TestFiles.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.ExampleShape.Patch;
import fovea.data.ExampleShape.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NpyFormatTest {
  private static final Map<String, byte[]> WRITTEN_BY_NUMPY = unzip();

  @TempDir
  Path folder;

  /** Names are like type-f4-little-C-4x5 and shape-f4-v1-F-2x3x4x4. */
  static Stream<String> files() {
    return WRITTEN_BY_NUMPY.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsWhatNumpyWrites(String name) throws IOException {
    Path file = Files.write(folder.resolve(name), WRITTEN_BY_NUMPY.get(name));
    String[] parts = name.replace(".npy", "").split("-");
    int[] dims = Arrays.stream(parts[4].split("x")).mapToInt(Integer::parseInt).toArray();
    Examples examples = DataReader.read(file, DEFAULTS);
    assertThat(examples.count()).isEqualTo(dims[0]);
    assertThat(examples.shape()).isEqualTo(shape(dims));
    assertThat(examples.source()).isEqualTo(file.toString());
    assertThat(examples.values()).containsExactly(expected(parts[1], dims));
  }

  private static ExampleShape shape(int[] dims) {
    return switch (dims.length) {
      case 2 -> new Row(dims[1]);
      case 3 -> new Patch(1, dims[1]);
      default -> dims[2] == dims[3] ? new Patch(dims[1], dims[2]) : new Patch(dims[3], dims[1]);
    };
  }

  /** The fixtures' numbers, put in place one index at a time. */
  private static float[] expected(String type, int[] dims) {
    boolean channelsLast = dims.length == 4 && dims[2] != dims[3];
    float[] values = new float[Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
    for (int k = 0; k < values.length; k++) {
      int to = k;
      if (channelsLast) {
        int channel = k % dims[3];
        int pixel = k / dims[3] % (dims[1] * dims[2]);
        int example = k / (dims[1] * dims[2] * dims[3]);
        to = (example * dims[3] + channel) * dims[1] * dims[2] + pixel;
      }
      values[to] = number(type, k);
    }
    return values;
  }

  private static float number(String type, int k) {
    return switch (type) {
      case "b1" -> k % 3 == 0 ? 1 : 0;
      case "f2", "f4", "f8" -> (k * 7 % 23 - 5) / 32f;
      case "u1" -> k * 5 % 127 / 255f;
      case "u2" -> k * 5 % 127 / 65535f;
      case "u4" -> k * 5 % 127;
      default -> k * 5 % 127 - 20;
    };
  }

  @Test
  void readsMoreThanOneBlockInBothOrders() throws IOException {
    int n = 301;
    int d = 257;
    ByteBuffer c = ByteBuffer.allocate(8 * n * d).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer fortran = ByteBuffer.allocate(8 * n * d).order(ByteOrder.LITTLE_ENDIAN);
    float[] expected = new float[n * d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        expected[i * d + j] = i * 1000 + j;
        c.putDouble(8 * (i * d + j), i * 1000 + j);
        fortran.putDouble(8 * (j * n + i), i * 1000 + j);
      }
    }
    assertThat(read("{'descr': '<f8', 'fortran_order': False, 'shape': (301, 257)}", c.array())
            .values())
        .isEqualTo(expected);
    assertThat(read("{'descr': '<f8', 'fortran_order': True, 'shape': (301, 257)}", fortran.array())
            .values())
        .isEqualTo(expected);
  }

  @Test
  void readsEveryWayToWriteTheDictionary() throws IOException {
    byte[] numbers = new byte[24];
    for (String header : new String[] {
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
      "{\"shape\":(2,3,),\"descr\":\"<f4\",\"fortran_order\":False}",
      " { 'shape' : ( 2L , 3L ) , 'fortran_order' : False , 'descr' : '<f4' } "
    }) assertThat(read(header, numbers).shape()).isEqualTo(new Row(3));
  }

  @Test
  void refusesHeadersThatAreNotTheDictionary() throws IOException {
    for (String header : new String[] {
      "",
      "{",
      "}",
      "[]",
      "{}",
      "{'descr': '<f4', 'fortran_order': False}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'more': 'x'}",
      "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} x",
      "{'descr': '<f4' 'fortran_order': False, 'shape': (2, 3)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2 3)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -3)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3.0)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,, 3)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (6)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': 6}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 99999999999999999999)}",
      "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3)}",
      "{'descr': '<f4', 'fortran_order': 'False', 'shape': (2, 3)}",
      "{'descr': False, 'fortran_order': False, 'shape': (2, 3)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)",
      "{'descr': '<f4, 'fortran_order': False, 'shape': (2, 3)}"
    }) assertRefused(write(header, new byte[24]), DEFAULTS, "x.npy", "damaged .npy header");
  }

  @Test
  void refusesTypesThatAreNotPlainNumbers() throws IOException {
    for (String descr :
        new String[] {"", "f4", "<", "<c8", "|O", "<U3", "=f4", "|f4", "<f16", "<M8[ns]"})
      assertRefused(
          write(
              "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (2, 3)}", new byte[24]),
          DEFAULTS,
          "x.npy",
          "'" + descr + "'",
          "f2 f4 f8");
    assertRefused(
        write("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3)}", new byte[24]),
        DEFAULTS,
        "several fields");
  }

  @Test
  void refusesOtherShapesSayingWhatItFoundAndExpected() throws IOException {
    for (String shape : new String[] {
      "()", "(6,)", "(1, 2, 3)", "(1, 2, 3, 4)", "(1, 2, 2, 2)", "(1, 3, 2, 3)", "(1, 1, 1, 1, 6)"
    }) {
      String found = shape.equals("()")
          ? "a single value"
          : shape.replaceAll("[(),]+$|^\\(", "").replace(", ", " x ");
      assertRefused(shaped(shape), DEFAULTS, "x.npy", "found " + found, "expected N x D");
    }
  }

  @Test
  void refusesArraysWithoutValues() throws IOException {
    for (String shape : new String[] {"(0, 3)", "(3, 0)", "(0, 3, 4, 4)", "(2, 0, 0)"})
      assertRefused(shaped(shape), DEFAULTS, "x.npy", "no values");
  }

  @Test
  void refusesMoreThanOneArrayHoldsBeforeMakingOne() throws IOException {
    for (String shape : new String[] {
      "(2147483640, 1)",
      "(3, 715827882)",
      "(999999999999999999, 999999999999999999)",
      "(4000000, 3, 16, 16)"
    }) assertRefused(shaped(shape), DEFAULTS, "x.npy", "more than 2147483639 values");
  }

  @Test
  void refusesAFileThatIsShorterOrLongerThanItsHeaderSays() throws IOException {
    assertRefused(shaped("(2, 4)"), DEFAULTS, "x.npy", "cut short");
    assertRefused(shaped("(500000, 4000)"), DEFAULTS, "x.npy", "cut short");
    assertRefused(shaped("(2, 2)"), DEFAULTS, "x.npy", "8 bytes follow");
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] whole = WRITTEN_BY_NUMPY.get("shape-f4-v3-F-2x4x4x3.npy");
    assertBeginningsAreRefused(whole, 1, folder.resolve("x.npy"), DEFAULTS);
  }

  @Test
  void refusesUnknownVersionsAndAbsurdHeaderLengths() throws IOException {
    byte[] whole = WRITTEN_BY_NUMPY.get("shape-f4-v2-C-4x5.npy").clone();
    whole[11] = 0x7F;
    assertRefused(Files.write(folder.resolve("x.npy"), whole), DEFAULTS, "x.npy", "claims to be");
    whole[6] = 4;
    assertRefused(Files.write(folder.resolve("x.npy"), whole), DEFAULTS, "x.npy", "version 4.0");
  }

  @Test
  void namesTheFirstValueThatIsNotFinite() throws IOException {
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (20, 300)}";
    for (double bad :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300}) {
      ByteBuffer numbers = ByteBuffer.allocate(8 * 6000).order(ByteOrder.LITTLE_ENDIAN);
      numbers.putDouble(8 * (17 * 300 + 203), bad);
      numbers.putDouble(8 * (17 * 300 + 204), Double.NaN);
      assertRefused(
          write(header, numbers.array()),
          DEFAULTS,
          "x.npy: example 17, value 203 is " + (float) bad);
    }
  }

  private Path shaped(String shape) throws IOException {
    return write("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + "}", new byte[24]);
  }

  private Examples read(String header, byte[] numbers) throws IOException {
    return DataReader.read(write(header, numbers), DEFAULTS);
  }

  private Path write(String header, byte[] numbers) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer file =
        ByteBuffer.allocate(10 + text.length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(NpyHeader.MAGIC).put((byte) 1).put((byte) 0).putShort((short) text.length);
    return Files.write(folder.resolve("x.npy"), file.put(text).put(numbers).array());
  }

  private static Map<String, byte[]> unzip() {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(TestFiles.resource("arrays.zip")))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry())
        files.put(e.getName(), zip.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
