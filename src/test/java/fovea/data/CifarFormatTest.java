package fovea.data;

import static fovea.data.TestFiles.DEFAULTS;
import static fovea.data.TestFiles.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.ExampleShape.Patch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFormatTest {
  private static final int RECORD = 3073;

  @TempDir
  Path folder;

  @Test
  void readsRecordsWithoutTheirLabels() throws IOException {
    Examples examples =
        DataReader.read(Files.write(folder.resolve("mine.bin"), records(3, 1)), DEFAULTS);
    assertThat(examples.shape()).isEqualTo(new Patch(3, 32));
    assertThat(examples.values()).containsExactly(expected(3, 1));
  }

  @Test
  void aFolderStandsForItsTrainingBatches() throws IOException {
    Files.write(folder.resolve("data_batch_2.bin"), records(1, 7));
    Files.write(folder.resolve("data_batch_1.bin"), records(2, 3));
    Files.write(folder.resolve("test_batch.bin"), records(1, 0));
    Examples examples = DataReader.read(folder, DEFAULTS);
    float[] expected = Arrays.copyOf(expected(2, 3), 3 * 3072);
    System.arraycopy(expected(1, 7), 0, expected, 2 * 3072, 3072);
    assertThat(examples.values()).isEqualTo(expected);
    assertThat(examples.source()).endsWith("(2 CIFAR-10 files)");
    Files.write(folder.resolve("data_batch_3.bin"), new byte[5]);
    assertRefused(
        folder, DEFAULTS, "data_batch_3.bin: 5 bytes are not a whole number of CIFAR-10 records");
  }

  @Test
  void refusesWhatIsNotCifar() throws IOException {
    byte[] whole = records(2, 1);
    Path usual = folder.resolve("test_batch.bin");
    Files.write(usual, Arrays.copyOf(whole, whole.length - 1));
    assertRefused(usual, DEFAULTS, "6145 bytes are not a whole number");
    whole[RECORD] = 10;
    assertRefused(Files.write(usual, whole), DEFAULTS, "record 1 (counted from 0) has label 10");
    whole[0] = 10;
    assertRefused(
        Files.write(folder.resolve("x.bin"), whole), DEFAULTS, "not those of a CIFAR-10 file");
    assertRefused(
        Files.write(folder.resolve("y.bin"), new byte[50]),
        DEFAULTS,
        "not those of a CIFAR-10 file");
  }

  private static byte[] records(int count, int first) {
    byte[] records = new byte[count * RECORD];
    for (int k = 0; k < records.length; k++)
      records[k] = (byte) (k % RECORD == 0 ? k / RECORD : first + k * 5 % 251);
    return records;
  }

  private static float[] expected(int count, int first) {
    byte[] records = records(count, first);
    float[] values = new float[count * 3072];
    for (int k = 0, to = 0; k < records.length; k++)
      if (k % RECORD != 0) values[to++] = (float) ((records[k] & 0xFF) / 255.0);
    return values;
  }
}
