package fovea.cli;

import static fovea.cli.FoveaJar.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.DataReader;
import fovea.data.Notes;
import fovea.data.ReadOptions;
import fovea.io.JsonFile;
import fovea.kernels.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** {@code train --scale}, and what later commands make of such a model. */
@Isolated("listens to notes, which all threads share")
class ScaleTest {
  private static final int D = 3;

  @TempDir
  private Path folder;

  private static float[] values(Path file) {
    return DataReader.read(file, ReadOptions.defaults()).values();
  }

  private Path csv(String name, float[] x) throws IOException {
    StringBuilder text = new StringBuilder("a,b,c\n");
    for (int i = 0; i < x.length; i++) text.append(x[i]).append(i % D == D - 1 ? '\n' : ',');
    return Files.writeString(folder.resolve(name), text);
  }

  /** Two columns of other sizes that go together, and a constant one. */
  private static float[] table(int n, long seed) {
    float[] noise = new Samples(seed).signed(2 * n, 1);
    float[] x = new float[n * D];
    for (int i = 0; i < n; i++) {
      x[i * D] = 1000 + 50 * noise[2 * i];
      x[i * D + 1] = 0.01f * noise[2 * i] + 0.001f * noise[2 * i + 1];
      x[i * D + 2] = 7;
    }
    return x;
  }

  private Path train(Path data, Object... more) {
    Path run = folder.resolve("run");
    Object[] usual = {"train", data, "--hidden", 4, "--beta", 0, "--overwrite", "--out", run};
    done(Stream.concat(Arrays.stream(usual), Arrays.stream(more)).toArray());
    return run;
  }

  @Test
  void codesAndErrorsAreInUnitsOfTheData() throws IOException {
    Path data = csv("table.csv", table(300, 1));
    float[] x = table(40, 2);
    x[5 * D] = 3000;
    x[6 * D + 2] = 8;
    Path later = csv("later.csv", x);
    for (String decoder : new String[] {"sigmoid", "linear"}) {
      Path run = train(data, "--scale", "standard", "--decoder", decoder, "--iterations", 80);
      Path codes = folder.resolve("codes.npy");
      Path back = folder.resolve("back.npy");
      List<String> notes = new ArrayList<>();
      Notes.to(notes::add);
      try {
        done("encode", run, later, "--out", codes, "--overwrite");
      } finally {
        Notes.to(note -> {});
      }
      boolean sigmoid = decoder.equals("sigmoid");
      assertThat(notes)
          .containsExactly(
              "%s: %d of 120 values lie beyond the scale of the training data and are clipped"
                  .formatted(later, sigmoid ? 2 : 1));
      done("decode", run, codes, "--out", back, "--overwrite");
      float[] found = values(back);
      double[] squares = new double[D];
      for (int i = 0; i < found.length; i++) {
        if (i % D == 2) assertThat(found[i]).isEqualTo(7);
        else if (i / D != 5 && i / D != 6)
          assertThat(found[i]).isCloseTo(x[i], within(i % D == 0 ? 30f : 0.01f));
        squares[i % D] += Math.pow((double) found[i] - x[i], 2) / 40;
      }
      JsonNode told = JsonFile.read(Files.writeString(
          folder.resolve("told.json"), done("evaluate", run, later, "--json").out()));
      for (int k = 0; k < D; k++)
        assertThat(told.path("column_mse_own_units").path(k).asDouble())
            .isCloseTo(squares[k], within(1e-6 * squares[k]));
      assertThat(told.path("mse_own_units").asDouble())
          .isCloseTo(Arrays.stream(squares).sum() / D, within(1e-6 * squares[0]));
      assertThat(told.path("mse").asDouble()).isLessThan(sigmoid ? 0.02 : 500);
      assertThat(done("evaluate", run, later).out()).contains("  in own units      ");
      assertThat(done("anomaly", run, later, "--top", 2).out())
          .as("the row that is far off, and that with another value in a constant column")
          .containsPattern("\n +5 [^\n]*\n +6 |\n +6 [^\n]*\n +5 ");
      assertThat(Files.readString(run.resolve("report.html")))
          .contains("<dt>scale</dt><dd>standard" + (sigmoid ? ", into 0 to 1" : ""))
          .contains("RMSE in its own unit", "def own_units(y)", "The columns stay scaled in both");
      assertThat(Files.readString(run.resolve("config.json"))).contains("\"scale\" : \"standard\"");
    }
  }

  @Test
  void aRunGoesOnWithItsOwnScaleAlone() throws IOException {
    Path data = csv("table.csv", table(100, 3));
    Path whole = train(data, "--scale", "robust", "--iterations", 12, "--tolerance", 0);
    byte[] expected = Files.readAllBytes(whole.resolve("model.safetensors"));
    Path run = train(data, "--scale", "robust", "--iterations", 6, "--tolerance", 0);
    FoveaJar.here("train", "--resume", run, "--scale", "minmax").isRefusal("--scale cannot change");
    done("train", "--resume", run, "--scale", "robust", "--iterations", 12);
    assertThat(Files.readAllBytes(run.resolve("model.safetensors"))).isEqualTo(expected);
    FoveaJar.here("evaluate", run, data, "--scale", "minmax").isRefusal("--scale robust");
    done("report", run);
  }

  /** Fovea before wrote no scale into config.json. */
  @Test
  void anOlderRunIsOneWithoutScale() throws IOException {
    Path run = train(csv("table.csv", table(100, 4)), "--decoder", "linear", "--iterations", 2);
    Path config = run.resolve("config.json");
    String text = Files.readString(config);
    assertThat(text).contains("\"scale\" : \"none\",");
    Files.writeString(config, text.replace("\"scale\" : \"none\",", ""));
    done("report", run);
    done("train", "--resume", run, "--iterations", 3);
  }

  @Test
  void whatIsOutsideTheReachOfASigmoidIsToBeScaled() throws IOException {
    Path data = csv("table.csv", table(20, 5));
    FoveaJar.here("train", data, "--out", folder.resolve("no")).isRefusal("--scale standard");
    FoveaJar.here(
            "train",
            data,
            "--scale",
            "standard",
            "--preprocess",
            "flattened",
            "--out",
            folder.resolve("no"))
        .isRefusal("--scale is for tables");
    assertThat(folder.resolve("no")).doesNotExist();
    done("check-gradient", data, "--scale", "minmax", "--hidden", 3, "--coordinates", 5);
  }

  @Test
  void streamedItIsTheSameModel() throws IOException {
    Path data = FoveaJar.npy(folder.resolve("table.npy"), table(2000, 6), 2000, D);
    Path run = train(data, "--scale", "standard", "--iterations", 5);
    byte[] expected = Files.readAllBytes(run.resolve("model.safetensors"));
    train(data, "--scale", "standard", "--iterations", 5, "--stream");
    assertThat(Files.readAllBytes(run.resolve("model.safetensors"))).isEqualTo(expected);
    FoveaJar.here("train", data, "--scale", "robust", "--stream", "--out", folder.resolve("no"))
        .isRefusal("these examples stay on the disk");
  }
}
