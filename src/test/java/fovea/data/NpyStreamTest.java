package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples that are read piece by piece, against the same file read at once. */
class NpyStreamTest {
  @TempDir
  private Path folder;

  private Path npy(String descr, int bytes, String shape, int values) throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n".formatted(descr, shape);
    ByteBuffer file =
        ByteBuffer.allocate(10 + header.length() + bytes * values).order(ByteOrder.LITTLE_ENDIAN);
    file.put(NpyHeader.MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
    file.put(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < values; i++) {
      if (bytes == 1) file.put((byte) (i * 7));
      else if (descr.startsWith(">")) file.putInt(Integer.reverseBytes(Float.floatToIntBits(i)));
      else if (bytes == 8) file.putDouble(i / 3.0);
      else file.putFloat(i);
    }
    return Files.write(folder.resolve("x.npy"), file.array());
  }

  @Test
  void everyTypeAndShapeGivesTheValuesOfReadingAtOnce() throws IOException {
    Object[][] cases = {
      {"<f4", 4, "7, 5", 35},
      {">f4", 4, "7, 5", 35},
      {"<f8", 8, "3, 20000", 60_000},
      {"|u1", 1, "4, 6, 6, 3", 432},
      {"|u1", 1, "4, 3, 6, 6", 432},
      {"<f4", 4, "9, 4, 4", 144},
    };
    for (Object[] c : cases) {
      Path file = npy((String) c[0], (int) c[1], (String) c[2], (int) c[3]);
      Examples whole = DataReader.read(file, ReadOptions.defaults());
      int size = whole.shape().size();
      try (ExampleSource source = ExampleSource.open(file, ReadOptions.defaults())) {
        assertThat(source).isInstanceOf(NpyStream.class);
        assertThat(source.count()).isEqualTo(whole.count());
        assertThat(source.shape()).isEqualTo(whole.shape());
        ExampleSource.Reader reader = source.reader();
        for (int first : new int[] {whole.count() - 1, 0}) {
          int n = whole.count() - first;
          float[] values = new float[n * size];
          reader.read(first, n, values);
          assertThat(values)
              .as("%s (%s)", c[0], c[2])
              .isEqualTo(Arrays.copyOfRange(whole.values(), first * size, whole.values().length));
        }
      }
    }
  }

  @Test
  void aFileThatIsCutShortIsRefusedBeforeItIsRead() throws IOException {
    Path file = npy("<f4", 4, "7, 5", 35);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 1));
    assertThatThrownBy(() -> ExampleSource.open(file, ReadOptions.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cut short");
    Path huge = npy("<f4", 4, "9223372036854775807, 5", 0);
    assertThatThrownBy(() -> ExampleSource.open(huge, ReadOptions.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void theModelSaysWhatPatchesGoThrough() throws IOException {
    Path patches = npy("<f4", 4, "9, 4, 4", 144);
    PatchPreprocessing fitted = new PatchPreprocessing(PatchColour.LUMINANCE, 4, 0.2);
    try (ExampleSource source = ExampleSource.open(patches, ReadOptions.defaults())) {
      assertThat(source.choose(PreprocessChoice.of(PreprocessMode.AUTO), Optional.of(fitted)))
          .isEqualTo(fitted);
      assertThat(source.choose(PreprocessChoice.of(PreprocessMode.NONE), Optional.of(fitted)))
          .isEqualTo(new Preprocessing.None(16));
      assertThatThrownBy(
              () -> source.choose(PreprocessChoice.of(PreprocessMode.AUTO), Optional.empty()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("--preprocess none");
    }
  }
}
