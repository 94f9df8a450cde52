package fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.DataReader;
import fovea.data.ExampleSource;
import fovea.data.InputException;
import fovea.data.Preprocessing;
import fovea.data.ReadOptions;
import fovea.kernels.Samples;
import fovea.kernels.Team;
import fovea.model.Autoencoder;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are written, and examples that are streamed, against what is read and computed at once. */
class RowFileTest {
  private static final ReadOptions OPTIONS = ReadOptions.defaults();

  @TempDir
  private Path folder;

  private Path write(String name, float[] values, int rows) throws IOException {
    Path file = folder.resolve(name);
    int columns = values.length / rows;
    // In two parts, of which the first ends inside a block.
    int part = rows / 3;
    RowFile.write(file, rows, columns, sink -> {
      sink.write(values, part);
      sink.write(Arrays.copyOfRange(values, part * columns, values.length), rows - part);
    });
    return file;
  }

  @Test
  void everyKindHoldsTheSameBits() throws IOException {
    int rows = 700;
    float[] values = new Samples(61).signed(rows * 37, 3);
    values[5] = Float.MIN_VALUE;
    values[6] = Float.MAX_VALUE;
    for (String name : new String[] {"a.npy", "a.h5", "a.HDF5"}) {
      assertThat(DataReader.read(write(name, values, rows), OPTIONS).values())
          .as(name)
          .isEqualTo(values);
    }
    Safetensors.Tensor tensor =
        Safetensors.read(write("a.safetensors", values, rows)).tensors().get("data");
    assertThat(tensor.shape()).containsExactly(rows, 37);
    assertThat(tensor.values()).isEqualTo(values);

    float[] read = new float[values.length];
    String[] lines = Files.readString(write("a.csv", values, rows)).split("\n");
    assertThat(lines).hasSize(rows);
    for (int r = 0; r < rows; r++) {
      String[] row = lines[r].split(",");
      assertThat(row).hasSize(37);
      for (int c = 0; c < row.length; c++) read[r * 37 + c] = Float.parseFloat(row[c]);
    }
    assertThat(read).isEqualTo(values);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(5);
    }
  }

  @Test
  void textIsWrittenToAStreamThatStaysOpen() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RowFile.print(
        out, 2, 2, java.util.List.of(), sink -> sink.write(new float[] {1, 2.5f, -0f, 1e-20f}, 2));
    assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("1.0,2.5\n-0.0,1.0E-20\n");
  }

  @Test
  void namesAndNumbersThatAreWrongAreRefused() {
    assertThatThrownBy(() -> write("a.txt", new float[2], 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(".npy, .csv, .safetensors");
    assertThatThrownBy(
            () -> RowFile.write(folder.resolve("b.npy"), 3, 1, sink -> sink.write(new float[2], 2)))
        .hasMessage("3 rows were promised, 2 came");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void streamedExamplesGiveTheBitsOfABatch() throws IOException {
    Samples samples = new Samples(62);
    NetworkShape shape = new NetworkShape(33, 20);
    Autoencoder network = new Autoencoder(shape, samples.signed(Parameters.count(shape), 1));
    for (int n : new int[] {1, 479, 480, 9000}) {
      float[] x = samples.pixels(n * 33);
      float[] hidden = new float[n * 20];
      network.encodeBatch(x, n, hidden);
      float[] output = new float[n * 33];
      network.reconstructBatch(x, n, output);
      Path file = write("x.npy", x, n);
      for (int threads : new int[] {1, 3})
        try (ExampleSource source = ExampleSource.open(file, OPTIONS);
            Team team = new Team(threads)) {
          assertThat(source).isNotInstanceOf(ExampleSource.InMemory.class);
          Preprocessing none = new Preprocessing.None(33);
          assertThat(rows(source, 20, team, ModelSteps.encode(source, none, network)))
              .isEqualTo(hidden);
          float[] errors = rows(source, 34, team, ModelSteps.errors(source, none, network, true));
          float[] means = rows(source, 1, team, ModelSteps.errors(source, none, network, false));
          for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = 0; k < 33; k++) {
              double e = (double) output[i * 33 + k] - x[i * 33 + k];
              sum += e * e;
              assertThat(errors[i * 34 + 1 + k]).isEqualTo((float) (e * e));
            }
            assertThat(errors[i * 34]).isEqualTo((float) (sum / 33)).isEqualTo(means[i]);
          }
        }
      try (ExampleSource codes = ExampleSource.open(write("h.h5", hidden, n), OPTIONS);
          Team team = new Team(2)) {
        assertThat(rows(codes, 33, team, ModelSteps.decode(network, new Preprocessing.None(33))))
            .isEqualTo(output);
      }
    }
  }

  private static float[] rows(
      ExampleSource source,
      int columns,
      Team team,
      java.util.function.IntFunction<RowStream.Step> steps)
      throws IOException {
    float[] all = new float[(int) source.count() * columns];
    int[] at = {0};
    RowStream.run(source, columns, steps, team, (values, n) -> {
      System.arraycopy(values, 0, all, at[0], n * columns);
      at[0] += n * columns;
    });
    assertThat(at[0]).isEqualTo(all.length);
    return all;
  }

  @Test
  void aValueThatIsNotFiniteIsNamedByItsExample() throws IOException {
    float[] values = new Samples(63).pixels(2000 * 4);
    values[1500 * 4 + 2] = Float.NEGATIVE_INFINITY;
    Path file = write("bad.npy", values, 2000);
    NetworkShape shape = new NetworkShape(4, 2);
    Autoencoder network = new Autoencoder(shape, new float[Parameters.count(shape)]);
    try (ExampleSource source = ExampleSource.open(file, OPTIONS);
        Team team = new Team(2)) {
      assertThatThrownBy(() ->
              rows(source, 2, team, ModelSteps.encode(source, new Preprocessing.None(4), network)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("example 1500, value 2 is -Infinity");
    }
  }
}
