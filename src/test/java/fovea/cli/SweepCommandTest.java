package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fovea sweep} refuses. */
class SweepCommandTest {
  @TempDir
  private Path folder;

  private void refused(String why, Object... arguments) {
    FoveaJar.here(Stream.concat(Stream.of("sweep"), Stream.of(arguments)).toArray())
        .isRefusal(why);
  }

  @Test
  void aPresetFillsInWhatTheGridLeavesOut() throws IOException {
    Path out = folder.resolve("out");
    Path table = FoveaJar.npy(folder.resolve("a.npy"), new float[] {0, 1, 0.5f, 1, 0, 0.25f}, 3, 2);
    Object[] sweep = {
      "sweep",
      table,
      "--validation",
      table,
      "--hidden",
      2,
      "--preset",
      "edges",
      "--beta",
      "0.1,0.3",
      "--out",
      out,
      "--quiet"
    };
    assertThat(FoveaJar.here(sweep).exit()).isZero();
    try (Stream<Path> runs = Files.list(out.resolve("runs"))) {
      assertThat(runs.map(run -> run.getFileName().toString()))
          .containsExactlyInAnyOrder("h2_l5e-4_b0.1_r0.05_s1", "h2_l5e-4_b0.3_r0.05_s1");
    }
    refused("must be seed or edges", "--preset", "corners", "--out", folder.resolve("other"));
  }

  @Test
  void badInputIsRefused() throws IOException {
    Path out = folder.resolve("out");
    refused("'many'", "--hidden", "16,many", "--out", out);
    refused("--beta", "--beta", "", "--out", out);
    refused("rho", "--rho", "0.5,0", "--out", out);
    refused("twice", "--lambda", "0,1e-3,0.001", "--out", out);
    refused("--random 5", "--rho", "0.2,0.5", "--random", 5, "--out", out);
    refused("--max-seconds", "--max-seconds", 5, "--out", out);
    refused("hidden unit", "--hidden", 0, "--out", out);
    // Also where it is the usual one.
    refused("--rho", "--encoder", "relu", "--decoder", "linear", "--rho", 0.5, "--out", out);
    assertThat(out).doesNotExist();

    Path table = FoveaJar.npy(folder.resolve("a.npy"), new float[] {0, 1, 0.5f, 1, 0, 0.25f}, 3, 2);
    Path other = FoveaJar.npy(folder.resolve("b.npy"), new float[] {0, 1, 0.5f, 1, 0, 0.75f}, 3, 2);
    Object[] sweep = {"sweep", table, "--validation", table, "--hidden", "1,2", "--out", out};
    assertThat(FoveaJar.here(sweep).exit()).isZero();
    Path run = out.resolve("runs/h2_l5e-4_b0.2_r0.5_s1");
    byte[] report = Files.readAllBytes(run.resolve("report.html"));
    Files.delete(run.resolve("report.html"));
    assertThat(FoveaJar.here("report", run).exit()).isZero();
    assertThat(run.resolve("report.html")).hasBinaryContent(report);
    FoveaJar.here("sweep", other, "--validation", table, "--hidden", "1,2", "--out", out)
        .isRefusal("other training data");
    refused("holds no sweep", table, "--validation", table, "--out", folder);
  }
}
