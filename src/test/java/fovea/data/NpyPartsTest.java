package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import fovea.Notes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of .npy files is one array, whether it is read at once or stays on the disk. */
class NpyPartsTest {
  private static final int[] PARTS = {7, 1, 1500, 30};
  private static final int N = 1538;

  @TempDir
  private Path folder;

  static void npy(Path file, String type, byte[] values, String shape) throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape);
    String padded = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    ByteBuffer buffer =
        ByteBuffer.allocate(10 + padded.length() + values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    buffer.putShort((short) padded.length());
    buffer.put(padded.getBytes(StandardCharsets.US_ASCII)).put(values);
    Files.write(file, buffer.array());
  }

  /** Patches of 3×4×4 bytes: in parts, and in one file beside the folder. */
  private Path parts() throws IOException {
    long seed = 91;
    Notes.take("seed %d", seed);
    byte[] all = new byte[N * 48];
    new Random(seed).nextBytes(all);
    Path parts = Files.createDirectory(folder.resolve("parts"));
    int from = 0;
    for (int p = 0; p < PARTS.length; p++) {
      int to = from + PARTS[p] * 48;
      npy(
          parts.resolve("part-%d.npy".formatted(p)),
          "|u1",
          Arrays.copyOfRange(all, from, to),
          PARTS[p] + ", 3, 4, 4");
      from = to;
    }
    Files.writeString(parts.resolve("_SUCCESS"), "");
    npy(folder.resolve("whole.npy"), "|u1", all, N + ", 3, 4, 4");
    return parts;
  }

  @Test
  void isTheSameArrayAsOneFile() throws IOException {
    Path parts = parts();
    Examples whole = DataReader.read(folder.resolve("whole.npy"), TestFiles.DEFAULTS);
    Examples read = DataReader.read(parts, TestFiles.DEFAULTS);
    assertThat(read.source()).isEqualTo(parts + " (4 parts)");
    assertThat(read.shape()).isEqualTo(whole.shape());
    assertThat(read.values()).containsExactly(whole.values());
    try (ExampleSource source = ExampleSource.open(parts, TestFiles.DEFAULTS)) {
      assertThat(source).isNotInstanceOf(ExampleSource.InMemory.class);
      assertThat(source.count()).isEqualTo(N);
      for (int first : new int[] {0, 3, 6, 7, 8, 1507, 1508, N - 1})
        for (int count : new int[] {1, 2, 5, 640}) {
          int n = Math.min(count, N - first);
          float[] piece = new float[count * 48];
          source.reader().read(first, n, piece);
          assertThat(Arrays.copyOf(piece, n * 48))
              .as("%d from %d", n, first)
              .containsExactly(Arrays.copyOfRange(whole.values(), first * 48, (first + n) * 48));
        }
    }
  }

  @Test
  void whatPatchesGoThroughIsTheSame() throws IOException {
    Path parts = parts();
    Examples whole = DataReader.read(folder.resolve("whole.npy"), TestFiles.DEFAULTS);
    try (ExampleSource source = ExampleSource.open(parts, TestFiles.DEFAULTS)) {
      for (PatchColour colour : PatchColour.values()) {
        PreprocessChoice choice =
            new PreprocessChoice(PreprocessMode.AUTO, colour, OptionalDouble.empty());
        Preprocessing fitted = Preprocessing.fit(choice, source, false);
        assertThat(fitted).isEqualTo(Preprocessing.fit(choice, whole));
        float[] raw = new float[700 * 48];
        source.reader().read(5, 700, raw);
        float[] seen = new float[700 * fitted.outputSize()];
        fitted.apply(source.source(), source.shape(), raw, 700, seen);
        float[] expected = fitted.apply(whole);
        assertThat(seen)
            .containsExactly(
                Arrays.copyOfRange(expected, 5 * fitted.outputSize(), 705 * fitted.outputSize()));
      }
      PreprocessChoice whitening =
          new PreprocessChoice(PreprocessMode.AUTO, PatchColour.RGB, OptionalDouble.of(0.1));
      TestFiles.assertOneLine(catchThrowable(() -> Preprocessing.fit(whitening, source, false)))
          .contains("--whiten zca");
    }
  }

  @Test
  void aFileThatIsCutShortWhileItIsReadIsToldOf() throws IOException {
    for (String type : new String[] {"<f4", "<f8", "|u1"}) {
      Path file = folder.resolve("cut.npy");
      int rows = 20_000;
      npy(file, type, new byte[rows * 16 * (type.charAt(2) - '0')], rows + ", 16");
      try (NpyStream stream = NpyStream.open(file, false).orElseThrow()) {
        ExampleSource.Reader reader = stream.reader();
        float[] values = new float[100 * 16];
        reader.read(rows - 100, 100, values);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(1000);
        }
        assertThat(catchThrowable(() -> reader.read(rows - 100, 100, values)))
            .isInstanceOf(InputException.class)
            .hasMessageContaining("cut.npy: has become shorter");
      }
    }
  }

  @Test
  void partsThatAreNoArrayTogetherAreRefused() throws IOException {
    Path parts = parts();
    npy(parts.resolve("part-9.npy"), "|u1", new byte[2 * 12], "2, 3, 2, 2");
    TestFiles.assertOneLine(catchThrowable(() -> ExampleSource.open(parts, TestFiles.DEFAULTS)))
        .contains("part-9.npy", "2x2");
    TestFiles.assertRefused(parts, TestFiles.DEFAULTS, "part-9.npy");
    Files.write(parts.resolve("part-9.npy"), new byte[] {1, 2, 3});
    TestFiles.assertRefused(parts, TestFiles.DEFAULTS, "part-9.npy", "C order");
  }
}
