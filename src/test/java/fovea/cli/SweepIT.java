package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fovea sweep}, where the real jar is killed or told to stop, and what that leaves goes on in this process. */
class SweepIT {
  private static final List<Object> SWEEP = List.of(
      "sweep",
      "--patches",
      500,
      "--patch-size",
      8,
      "--hidden",
      "4,6",
      "--rho",
      "0.2,0.5",
      "--seeds",
      2,
      "--iterations",
      60,
      "--tolerance",
      0);

  @TempDir
  private Path folder;

  private static Object[] with(List<Object> arguments, Object... more) {
    return Stream.concat(arguments.stream(), Arrays.stream(more)).toArray();
  }

  private static int finished(Path sweep) throws IOException {
    if (!Files.isDirectory(sweep.resolve("runs"))) return 0;
    try (Stream<Path> runs = Files.list(sweep.resolve("runs"))) {
      return (int) runs.filter(run -> Files.exists(run.resolve("result.json"))).count();
    }
  }

  /**
   * Starts the sweep, waits for some finished runs, and ends the process. Returns its exit code and what it wrote to
   * stderr.
   */
  private FoveaJar.Ended end(Path sweep, boolean forcibly) throws Exception {
    Path err = folder.resolve("err");
    Process process = FoveaJar.command(List.of(), with(SWEEP, "--threads", 1, "--out", sweep))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(err.toFile())
        .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
    while (finished(sweep) < 3) {
      assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
      assertThat(System.nanoTime()).as("no run done after a minute").isLessThan(deadline);
      process.waitFor(1, TimeUnit.MILLISECONDS);
    }
    if (forcibly) process.destroyForcibly();
    else process.destroy();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    return new FoveaJar.Ended(process.exitValue(), "", Files.readString(err));
  }

  @Test
  void aKilledSweepGoesOnToTheSameTable() throws Exception {
    Path whole = folder.resolve("whole");
    FoveaJar.Ended unbroken = FoveaJar.here(with(SWEEP, "--out", whole, "--threads", 2));
    assertThat(unbroken.exit()).as(unbroken.err()).isZero();
    assertThat(unbroken.out()).contains("By feature quality").contains("index.html");
    byte[] expected = Files.readAllBytes(whole.resolve("sweep.csv"));
    assertThat(Files.readAllLines(whole.resolve("sweep.csv"))).hasSize(9);

    Path killed = folder.resolve("killed");
    end(killed, true);
    int done = finished(killed);
    assertThat(done).isBetween(3, 7);
    assertThat(killed.resolve("sweep.csv")).doesNotExist();
    // Only the version that began a sweep goes on with it, and this process has none.
    Path config = killed.resolve("sweep.json");
    Files.writeString(config, Files.readString(config).replace("\"0.1.0\"", "\"development\""));
    FoveaJar.Ended resumed = FoveaJar.here(with(SWEEP, "--out", killed, "--threads", 1));
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains(done + " of 8 runs are there already");
    assertThat(resumed.err().lines().filter(line -> line.contains("explained"))).hasSize(8 - done);
    assertThat(Files.readAllBytes(killed.resolve("sweep.csv"))).isEqualTo(expected);
    assertThat(Files.readAllBytes(killed.resolve("index.html")))
        .isEqualTo(Files.readAllBytes(whole.resolve("index.html")));

    FoveaJar.Ended smaller = FoveaJar.here(with(SWEEP, "--out", whole, "--random", 2));
    assertThat(smaller.err()).contains(whole.toString(), "4 runs there of other settings");
  }

  @Test
  void aSignalKeepsWhatIsDone() throws Exception {
    Path sweep = folder.resolve("sweep");
    FoveaJar.Ended ended = end(sweep, false);
    assertThat(ended.exit()).as(ended.err()).isEqualTo(128 + 15);
    int done = finished(sweep);
    assertThat(done).isBetween(3, 7);
    assertThat(ended.err()).contains("stopped: %d of 8 runs are done".formatted(done));
    assertThat(Files.readAllLines(sweep.resolve("sweep.csv"))).hasSize(1 + done);
    try (Stream<Path> runs = Files.list(sweep.resolve("runs"))) {
      assertThat(runs).hasSize(done);
    }
  }
}
