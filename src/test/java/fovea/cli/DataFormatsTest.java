package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same patches give the same model, whatever file they are in. */
class DataFormatsTest {
  private static final Path FORMATS =
      Path.of("src/test/resources/fovea/data/formats").toAbsolutePath();

  @TempDir
  private Path folder;

  @Test
  void theModelDoesNotDependOnTheFormat() throws IOException {
    byte[] npy = model(FORMATS.resolve("patches.npy"));
    assertThat(model(writtenByJhdf())).isEqualTo(npy);
    assertThat(model(FORMATS.resolve("patches.h5"))).isEqualTo(npy);
    assertThat(model(FORMATS.resolve("patches.mat"))).isEqualTo(npy);
  }

  private byte[] model(Path data) throws IOException {
    Path run = Files.createTempDirectory(folder, "run").resolve("run");
    FoveaJar.Ended ended =
        FoveaJar.here("train", data, "--hidden", 6, "--iterations", 8, "--quiet", "--out", run);
    assertThat(ended.exit()).as(ended.err()).isZero();
    return Files.readAllBytes(run.resolve("model.safetensors"));
  }

  private Path writtenByJhdf() {
    float[][][][] patches = new float[12][3][4][4];
    int k = 0;
    for (float[][][] patch : patches)
      for (float[][] plane : patch)
        for (float[] row : plane)
          for (int x = 0; x < row.length; x++) row[x] = Math.abs((k++ * 7 % 23 - 5) / 32f);
    Path file = folder.resolve("jhdf.h5");
    try (WritableHdfFile out = HdfFile.write(file)) {
      out.putDataset(
          "data",
          patches,
          DatasetCreationOptions.builder()
              .chunkDimensions(new int[] {5, 3, 4, 4})
              .shuffle()
              .deflate(4)
              .build());
    }
    return file;
  }
}
