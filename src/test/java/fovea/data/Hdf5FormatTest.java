package fovea.data;

import static fovea.data.TestFiles.DEFAULTS;
import static fovea.data.TestFiles.assertBeginningsAreRefused;
import static fovea.data.TestFiles.assertOneLine;
import static fovea.data.TestFiles.assertRefused;
import static fovea.data.TestFiles.copy;
import static fovea.data.TestFiles.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import fovea.data.ExampleShape.Patch;
import fovea.data.ExampleShape.Row;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5FormatTest {
  @TempDir
  Path folder;

  @Test
  void readsPatchesInChunksThatDoNotDivideThem() throws IOException {
    Examples examples = DataReader.read(copy("old-chunked.h5", folder), DEFAULTS);
    assertThat(examples.shape()).isEqualTo(new Patch(3, 4));
    assertThat(examples.values())
        .containsExactly(numbers(10 * 3 * 4 * 4, k -> (k * 7 % 23 - 5) / 32.0));
    assertThat(examples.source()).endsWith("old-chunked.h5, dataset data");
  }

  @Test
  void readsRowsFromAFileOfTheNewFormat() throws IOException {
    Examples examples = DataReader.read(copy("new-chunked.h5", folder), DEFAULTS);
    assertThat(examples.shape()).isEqualTo(new Row(9));
    assertThat(examples.values()).containsExactly(numbers(90, k -> (k * 7 % 23 - 5) / 32.0));
  }

  @Test
  void readsDatasetsInGroupsBehindAUserBlock() throws IOException {
    Path file = copy("groups.h5", folder);
    Examples bigEndian = DataReader.read(file, dataset("deep/er/big-endian"));
    assertThat(bigEndian.shape()).isEqualTo(new Patch(1, 2));
    assertThat(bigEndian.values()).containsExactly(numbers(12, k -> (k * 7 % 23 - 5) / 32.0));
    assertThat(DataReader.read(file, dataset("/deep/half")).values())
        .containsExactly(numbers(12, k -> (k * 7 % 23 - 5) / 32.0));
    assertThat(DataReader.read(file, dataset("deep/shorts")).values())
        .containsExactly(numbers(12, k -> k * 5 % 127 / 65535.0));
    for (String signed : new String[] {"deep/signed", "soft", "/deep/loop/loop/signed"})
      assertThat(DataReader.read(file, dataset(signed)).values())
          .containsExactly(numbers(12, k -> k * 5 % 127 - 20));
  }

  @Test
  void turnsPixelsWithChannelsLastIntoPlanes() throws IOException {
    Examples examples = DataReader.read(copy("groups.h5", folder), dataset("deep/bytes"));
    assertThat(examples.shape()).isEqualTo(new Patch(3, 2));
    for (int i = 0; i < 3; i++) {
      for (int c = 0; c < 3; c++) {
        for (int p = 0; p < 4; p++)
          assertThat(examples.values()[(i * 3 + c) * 4 + p])
              .isEqualTo((float) (((i * 4 + p) * 3 + c) * 5 % 127 / 255.0));
      }
    }
  }

  @Test
  void readsSeveralSlicesOfCompressedPatchesAsTheyWereWritten() {
    int n = 1500;
    long seed = 20_250_714;
    Random random = new Random(seed);
    double[][][][] written = new double[n][3][16][16];
    float[] expected = new float[n * 768];
    int k = 0;
    for (double[][][] patch : written) {
      for (double[][] plane : patch) {
        for (double[] row : plane) {
          for (int x = 0; x < 16; x++) expected[k++] = (float) (row[x] = random.nextDouble());
        }
      }
    }
    Path file = folder.resolve("patches.h5");
    try (WritableHdfFile out = HdfFile.write(file)) {
      out.putDataset("chunked", written, chunks(100, 3, 16, 16));
      out.putDataset("halves", written, chunks(100, 2, 16, 16));
      out.putDataset("one chunk", written, chunks(n, 3, 16, 16));
      out.putDataset("plain", written);
      out.putGroup("group").putDataset("data", written[0]);
    }
    for (String name : new String[] {"chunked", "halves", "one chunk", "plain"}) {
      Examples examples = DataReader.read(file, dataset(name));
      assertThat(examples.shape()).isEqualTo(new Patch(3, 16));
      assertThat(examples.values()).as("%s, seed %d", name, seed).isEqualTo(expected);
    }
    assertThat(DataReader.read(file, dataset("group/data")).count()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kinds.h5", "kinds-new.h5"})
  void chunksThatWereNeverWrittenHoldTheFillValue(String name) throws IOException {
    Path file = copy(name, folder);
    assertFilled(file, "fill-float32", 0.25, 0);
    assertFilled(file, "fill-float64", -0.5, 0);
    assertFilled(file, "fill-packed", 0.25, 0);
    if (name.equals("kinds.h5")) assertFilled(file, "fill-one-unlimited", 0.25, 0);
    else
      assertRefused(
          file, dataset("fill-one-unlimited"), "never written, and which ones cannot be told");
    assertFilled(file, "fill-two-unlimited", 0.25, 0);
    assertFilled(file, "fill-none", 0, 0);
    assertFilled(file, "fill-int32", -7, 1);
    assertFilled(file, "fill-uint64", 9, 1);
    assertFilled(file, "fill-uint8", 51 / 255.0, 255);
    assertFilled(file, "fill-uint16", 52428 / 65535.0, 65535);
    assertRefused(file, dataset("fill-nan"), "dataset fill-nan: example 0, value 0 is NaN");
  }

  /** @param divisor of integers; 0 for floating-point numbers */
  private static void assertFilled(Path file, String name, double fill, int divisor) {
    assertThat(DataReader.read(file, dataset(name)).values())
        .as(name)
        .containsExactly(numbers(120, k -> {
          if (k < 60 || k >= 90) return fill;
          return divisor == 0 ? (k * 7 % 23 - 5) / 32.0 : k * 5 % 127 / (double) divisor;
        }));
  }

  @Test
  void readsCompactDatasetsAndLargeIntegers() throws IOException {
    for (String name : new String[] {"kinds.h5", "kinds-new.h5"})
      assertThat(DataReader.read(copy(name, folder), dataset("compact")).values())
          .containsExactly(numbers(120, k -> (k * 7 % 23 - 5) / 32.0));
    assertThat(DataReader.read(folder.resolve("kinds.h5"), dataset("large")).values())
        .containsExactly(numbers(120, k -> 0x1p63 + k * 5 % 127));
  }

  @Test
  void aNeighbourThatCannotBeReadDoesNotMatter() throws IOException {
    Path file = copy("hdf5-2.h5", folder);
    assertThat(DataReader.read(file, dataset("deep/plain")).values())
        .containsExactly(numbers(120, k -> (k * 7 % 23 - 5) / 32.0));
    assertRefused(
        file, DEFAULTS, "hdf5-2.h5, dataset data: ", "HDF5 2.0", "without libver='latest'");
  }

  @Test
  void tellsWhatIsNotSupportedAndTheCure() throws IOException {
    Path file = copy("kinds.h5", folder);
    assertRefused(file, dataset("sparse"), "dataset sparse: has more chunks", "larger ones");
    assertRefused(file, dataset("szip"), "dataset szip: is packed with the filter szip", "gzip");
    assertRefused(file, dataset("scaleoffset"), "the filter scaleoffset", "gzip");
    assertRefused(file, dataset("outside"), "dataset outside: its values lie in another file");
    assertRefused(
        file,
        dataset("elsewhere"),
        "'elsewhere' is a link into another file: give that one, other.h5, with --dataset /deep/x");
    assertRefused(
        copy("kinds-new.h5", folder), dataset("virtual"), "is a virtual dataset", "save a copy");
  }

  @Test
  void listsTheDatasetsThereAreWhenTheNamedOneIsMissing() throws IOException {
    Path file = copy("groups.h5", folder);
    for (String name : new String[] {"data", "deep", "deep/none", "/", "broken", "deep/text/x"})
      assertRefused(
          file,
          dataset(name),
          "groups.h5",
          "no dataset '" + name + "'",
          "deep/er/big-endian, ",
          "line, none, …");
    Path empty = folder.resolve("empty.h5");
    try (WritableHdfFile out = HdfFile.write(empty)) {
      out.putGroup("group");
    }
    assertRefused(empty, DEFAULTS, "empty.h5", "no dataset 'data': it has none");
  }

  @Test
  void refusesWhatAreNotExamplesOfNumbers() throws IOException {
    Path file = copy("groups.h5", folder);
    assertRefused(file, dataset("deep/flags"), "groups.h5, dataset deep/flags", "not numbers");
    assertRefused(file, dataset("none"), "found 0 x 4", "no values");
    assertRefused(
        file,
        dataset("deep/text"),
        "groups.h5, dataset deep/text",
        "found 2 values in one dimension");
    assertRefused(file, dataset("line"), "found 7 values in one dimension, expected N x D");
    assertRefused(file, dataset("scalar"), "found a single value, expected N x D");
    assertRefused(file, dataset("unwritten"), "nothing has been written");
    assertRefused(file, dataset("enormous"), "more than 2147483639 values");
  }

  @Test
  void namesTheFirstValueThatIsNotFinite() {
    float[][] rows = new float[20][300];
    rows[17][203] = Float.NaN;
    rows[18][0] = Float.POSITIVE_INFINITY;
    Path file = folder.resolve("nan.h5");
    try (WritableHdfFile out = HdfFile.write(file)) {
      out.putDataset("data", rows);
    }
    assertRefused(file, DEFAULTS, "nan.h5, dataset data: example 17, value 203 is NaN");
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    Path file = folder.resolve("cut.h5");
    assertBeginningsAreRefused(resource("new-chunked.h5"), 1, file, DEFAULTS);
    assertBeginningsAreRefused(resource("old-chunked.h5"), 41, file, DEFAULTS);
    assertBeginningsAreRefused(resource("groups.h5"), 41, file, dataset("deep/bytes"));
  }

  @Test
  void damageIsEitherHarmlessOrRefused() throws IOException {
    long seed = 7;
    Random random = new Random(seed);
    byte[] whole = resource("old-chunked.h5");
    for (int round = 0; round < 300; round++) {
      byte[] damaged = whole.clone();
      int at = random.nextInt(damaged.length);
      damaged[at] = (byte) random.nextInt(256);
      Path file = Files.write(folder.resolve("damaged.h5"), damaged);
      Throwable thrown = catchThrowable(() -> DataReader.read(file, DEFAULTS));
      if (thrown != null)
        assertOneLine(thrown)
            .as("seed %d, round %d, byte %d", seed, round, at)
            .contains("damaged.h5");
    }
  }

  private static ReadOptions dataset(String name) {
    return new ReadOptions(name, 1, 1, 1);
  }

  private static DatasetCreationOptions chunks(int... chunk) {
    return DatasetCreationOptions.builder()
        .chunkDimensions(chunk)
        .shuffle()
        .deflate(4)
        .build();
  }

  private static float[] numbers(int count, IntToDoubleFunction number) {
    float[] numbers = new float[count];
    for (int k = 0; k < count; k++) numbers[k] = (float) number.applyAsDouble(k);
    return numbers;
  }
}
