package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.Samples;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A pipe that nobody writes to, in the place of every file that commands read: it is refused, not waited for. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no mkfifo")
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipesTest {
  private static final String REFUSED = "neither a file nor a folder, but a pipe";

  @TempDir
  private Path folder;

  private Path pipe(Path file) throws Exception {
    Files.deleteIfExists(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    return file;
  }

  @Test
  void asModelOrData() throws Exception {
    Path table = FoveaJar.npy(folder.resolve("t.npy"), new Samples(3).pixels(20 * 9), 20, 9);
    Path model = FoveaJar.model(
        folder.resolve("m.safetensors"), new NetworkShape(9, 4), 1, Hyperparameters.DEFAULT);
    Path pipe = pipe(folder.resolve("pipe.npy"));
    Path out = folder.resolve("out.npy");
    FoveaJar.here("evaluate", pipe, table).isRefusal(REFUSED);
    FoveaJar.here("evaluate", model, pipe).isRefusal(REFUSED);
    FoveaJar.here("encode", pipe, table, "--out", out).isRefusal(REFUSED);
    FoveaJar.here("encode", model, pipe, "--out", out).isRefusal(REFUSED);
    FoveaJar.here("decode", model, pipe, "--out", out).isRefusal(REFUSED);
    FoveaJar.here("anomaly", pipe, table).isRefusal(REFUSED);
    FoveaJar.here("export", pipe, "--npz", folder.resolve("m.npz")).isRefusal(REFUSED);
    FoveaJar.here("reconstruct", pipe, table, "--out", folder.resolve("p.png")).isRefusal(REFUSED);
    FoveaJar.here("patches", pipe, "--out", out).isRefusal(REFUSED);
    FoveaJar.here("check-gradient", pipe).isRefusal(REFUSED);
    for (Object[] options : new Object[][] {
      {pipe}, {pipe, "--stream"}, {table, "--validation", pipe}, {table, "--init", pipe}
    }) {
      FoveaJar.here(Stream.concat(Stream.of("train"), Arrays.stream(options)).toArray())
          .isRefusal(pipe.toString());
    }
  }

  @Test
  void inARunFolder() throws Exception {
    Path table = FoveaJar.npy(folder.resolve("t.npy"), new Samples(3).pixels(20 * 9), 20, 9);
    Path run = folder.resolve("run");
    FoveaJar.Ended ended =
        FoveaJar.here("train", table, "--hidden", 2, "--iterations", 2, "--out", run);
    assertThat(ended.exit()).as(ended.err()).isZero();
    pipe(run.resolve("checkpoint"));
    FoveaJar.here("train", "--resume", run, "--iterations", 4).isRefusal(REFUSED);
    pipe(run.resolve("metrics.csv"));
    FoveaJar.here("compare", run, "--out", folder.resolve("c.png")).isRefusal(REFUSED);
    pipe(run.resolve("config.json"));
    FoveaJar.here("report", run).isRefusal("config.json");
    FoveaJar.here("train", "--resume", run).isRefusal(REFUSED);
  }
}
