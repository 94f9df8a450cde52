package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.io.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, typed on a terminal that shows the progress bar: the run ends early and everything is saved. */
class InterruptionIT {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final int CTRL_C = 3;

  @TempDir
  private Path folder;

  @Test
  void ctrlCSavesTheRun() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(SCRIPT), "needs the command 'script' to make a terminal");
    Path run = folder.resolve("run");
    Path screen = folder.resolve("screen");
    // A build in the background may ignore Ctrl-C, and what it starts would inherit that.
    // Gradient descent at this rate goes on for ever; L-BFGS could end by itself before the key is
    // pressed.
    String command = ("env --default-signal=INT %s -jar %s "
            + "train --patches 600 --optimizer gd --learning-rate 0.001 --iterations "
            + "100000000 --tolerance 0 --hidden 9 --out %s")
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("fovea.jar"),
            run);
    Process terminal = new ProcessBuilder(SCRIPT.toString(), "-qec", command, "/dev/null")
        .redirectErrorStream(true)
        .redirectOutput(screen.toFile())
        .start();
    try (OutputStream keyboard = terminal.getOutputStream()) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
      while (!Files.readString(screen, StandardCharsets.ISO_8859_1).contains("cost ")) {
        assertThat(terminal.isAlive()).isTrue();
        assertThat(System.nanoTime()).as("no progress after a minute").isLessThan(deadline);
        terminal.waitFor(50, TimeUnit.MILLISECONDS);
      }
      keyboard.write(CTRL_C);
      keyboard.flush();
      assertThat(terminal.waitFor(300, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(terminal.exitValue()).isEqualTo(130);
    assertThat(Files.readString(screen, StandardCharsets.ISO_8859_1))
        .as("its last words come through the launcher")
        .contains("go on with: ");
    assertThat(
            ModelFile.read(run.resolve("model.safetensors")).network().shape().hidden())
        .isEqualTo(9);
    assertThat(run.resolve("figures/cost.png")).exists();
    try (var files = Files.list(run)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "model.safetensors",
              "metrics.csv",
              "config.json",
              ".lock",
              "checkpoint",
              "figures",
              "report.html");
    }
  }
}
