package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.Notes;
import fovea.io.ModelFile;
import fovea.optimize.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of the real jar that are stopped in every way there is. They go on in this process, whose vectors are as wide as
 * the machine's.
 */
class ResumeIT {
  private static final String WIDE = "";
  private static final String NARROW = "-XX:MaxVectorSize=16";

  @TempDir
  private Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void leaveNothingRunning() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String option, Object... arguments) throws IOException {
    ProcessBuilder builder = FoveaJar.command(
            option.isEmpty() ? List.of() : List.of(option), arguments)
        .redirectErrorStream(true)
        .redirectOutput(Files.createTempFile(folder, "output", "").toFile());
    hearsCtrlC(builder);
    Process process = builder.start();
    process.getOutputStream().close();
    started.add(process);
    return process;
  }

  /** A build in the background may ignore Ctrl-C, and what it starts would inherit that. */
  private static void hearsCtrlC(ProcessBuilder builder) {
    if (System.getProperty("os.name").equals("Linux"))
      builder.command().addAll(0, List.of("env", "--default-signal=INT"));
  }

  private static int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  /** Waits for a file that is there, and younger than that. */
  private static void await(Process process, Path file, long after) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
    while (!Files.exists(file) || Files.getLastModifiedTime(file).toMillis() <= after) {
      assertThat(process.isAlive()).as("ended before %s", file).isTrue();
      assertThat(System.nanoTime()).as("no %s after a minute", file).isLessThan(deadline);
      process.waitFor(2, TimeUnit.MILLISECONDS);
    }
  }

  private static Object[] with(Object[] arguments, Object... more) {
    return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray();
  }

  private static Object[] settings(String optimizer, int iterations) {
    return new Object[] {
      "train",
      "--patches",
      800,
      "--patch-size",
      8,
      "--hidden",
      16,
      "--optimizer",
      optimizer,
      "--iterations",
      iterations,
      "--tolerance",
      0,
      "--checkpoint-every",
      10,
      "--quiet"
    };
  }

  /** In this process, on all the width that there is. */
  private static void ends(Object... arguments) {
    FoveaJar.Ended ended = FoveaJar.here(arguments);
    assertThat(ended.exit()).as(ended.err()).isZero();
  }

  private LeftBehind unbroken(Object[] settings) throws Exception {
    Path run = folder.resolve("unbroken");
    ends(with(settings, "--threads", 1, "--out", run));
    return LeftBehind.of(run);
  }

  private static void noHalfFiles(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files.map(Path::toString).filter(name -> name.endsWith(".part")))
          .isEmpty();
    }
  }

  /** Each time on other vectors and threads. */
  @Test
  void killedThreeTimesARunEndsWithTheSameBytes() throws Exception {
    Object[] settings =
        with(settings("lbfgs", 500), "--validation", 0.2, "--patience", 500, "--corrupt", 0.1);
    LeftBehind expected = unbroken(settings);
    Path run = folder.resolve("killed");
    Random random = new Random(1);
    for (int kill = 0; kill < 3; kill++) {
      boolean first = kill == 0;
      String vectors = kill % 2 == 0 ? NARROW : WIDE;
      Process process = first
          ? start(vectors, with(settings, "--threads", 1, "--out", run))
          : start(vectors, "train", "--resume", run, "--threads", 1 + kill % 2);
      Path checkpoint = run.resolve("checkpoint");
      await(
          process, checkpoint, first ? 0 : Files.getLastModifiedTime(checkpoint).toMillis());
      process.waitFor(random.nextInt(20), TimeUnit.MILLISECONDS);
      process.destroyForcibly();
      assertThat(end(process)).as("killed, not ended").isEqualTo(137);
    }
    FoveaJar.here("report", run).isRefusal("train --resume");
    Files.writeString(run.resolve(".lock"), "1");
    ends("train", "--resume", run, "--threads", 2);
    assertThat(LeftBehind.of(run)).isEqualTo(expected);
    noHalfFiles(run);
    // It is kept where more iterations would lead on.
    assertThat(Files.exists(run.resolve("checkpoint")))
        .as(expected.outcome())
        .isEqualTo(expected.outcome().equals(Outcome.ITERATIONS.toString()));
    assertThat(run.resolve("checkpoint.previous")).doesNotExist();
  }

  @Test
  void adamSurvivesSigterm() throws Exception {
    survivesSigterm("adam");
  }

  @Tag("slow")
  @Test
  void theOthersSurviveSigterm() throws Exception {
    for (String optimizer : new String[] {"lbfgs", "cg", "gd"}) survivesSigterm(optimizer);
  }

  private void survivesSigterm(String optimizer) throws Exception {
    Object[] settings = settings(optimizer, optimizer.equals("cg") ? 200 : 500);
    Path run = folder.resolve(optimizer);
    Process process = start(NARROW, with(settings, "--threads", 1, "--out", run));
    await(process, run.resolve("checkpoint"), 0);
    process.destroy();
    assertThat(end(process)).isEqualTo(143);
    noHalfFiles(run);
    assertThat(LeftBehind.of(run).outcome()).isEqualTo("stopped");
    assertThat(
            ModelFile.read(run.resolve("model.safetensors")).network().shape().hidden())
        .isEqualTo(16);
    assertThat(run.resolve("report.html")).exists();
    ends("train", "--resume", run, "--threads", 2);
    Path whole = folder.resolve(optimizer + "-unbroken");
    ends(with(settings, "--out", whole));
    assertThat(LeftBehind.of(run)).as(optimizer).isEqualTo(LeftBehind.of(whole));
  }

  /**
   * A run whose iterations, and the report of whose many units, take their time on fast machines, too: there is time
   * for another process, and for a second signal.
   */
  @Test
  void asLongAsItRunsNobodyElseMayAndASecondSignalEndsItAtOnce() throws Exception {
    Path kill = Path.of("/bin/kill");
    assumeTrue(Files.isExecutable(kill));
    Path run = folder.resolve("run");
    Process process =
        start(WIDE, "train", "--patches", 6000, "--hidden", 800, "--threads", 1, "--out", run);
    await(process, run.resolve("config.json"), 0);
    FoveaJar.here("train", "--resume", run)
        .isRefusal("process %d is at work in this folder".formatted(process.pid()));
    process.destroy();
    // Again and again: the second counts from half a second after the program has seen the first.
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (process.isAlive()) {
      assertThat(System.nanoTime()).as("alive after two minutes").isLessThan(deadline);
      new ProcessBuilder(kill.toString(), "-INT", Long.toString(process.pid()))
          .start()
          .waitFor();
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
    assertThat(process.exitValue())
        .as("143 if the first signal ended it, or it ended by itself")
        .isEqualTo(130);
    assertThat(run.resolve("report.html")).doesNotExist();
  }

  /** A launcher, the program that it has started, and the run that would go on for ever. */
  private record Launched(Process launcher, ProcessHandle program, Path run) {}

  private Launched launched(int hidden) throws Exception {
    Path run = folder.resolve("run");
    ProcessBuilder builder = FoveaJar.command(
            List.of(),
            "train",
            "--patches",
            500,
            "--hidden",
            hidden,
            "--optimizer",
            "gd",
            "--learning-rate",
            0.001,
            "--iterations",
            100_000_000,
            "--tolerance",
            0,
            "--quiet",
            "--out",
            run)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile());
    // Without the module, the launcher starts a second process.
    builder.command().removeAll(List.of("--add-modules", "jdk.incubator.vector"));
    hearsCtrlC(builder);
    Process launcher = builder.start();
    started.add(launcher);
    await(launcher, run.resolve("checkpoint"), 0);
    return new Launched(launcher, launcher.children().findFirst().orElseThrow(), run);
  }

  @Test
  void whereTheLauncherIsKilledTheRunEndsToo() throws Exception {
    Launched launched = launched(9);
    launched.launcher.destroyForcibly();
    launched.program.onExit().get(300, TimeUnit.SECONDS);
    assertThat(LeftBehind.of(launched.run).outcome()).isEqualTo("stopped");
    assertThat(launched.run.resolve("report.html")).exists();
  }

  /** On a busy machine the launcher takes its time to pass Ctrl-C on. The report of 300 units takes longer still. */
  @Test
  void aSignalThatComesThroughTheLauncherLateIsNoSecondOne() throws Exception {
    Path kill = Path.of("/bin/kill");
    assumeTrue(Files.isExecutable(kill));
    Launched launched = launched(300);
    new ProcessBuilder(kill.toString(), "-INT", Long.toString(launched.program.pid()))
        .start()
        .waitFor();
    launched.launcher.waitFor(700, TimeUnit.MILLISECONDS);
    assertThat(launched.program.isAlive())
        .as("not saved before the second signal")
        .isTrue();
    launched.launcher.destroy();
    launched.program.onExit().get(300, TimeUnit.SECONDS);
    assertThat(LeftBehind.of(launched.run).outcome()).isEqualTo("stopped");
    assertThat(launched.run.resolve("report.html")).exists();
  }

  @Tag("slow")
  @Test
  void killedFiftyTimesAtRandomMomentsARunEndsWithTheSameBytes() throws Exception {
    for (String optimizer : new String[] {"lbfgs", "adam"}) {
      // L-BFGS would find nothing lower after 4,891, and such an end leaves nothing to go on from.
      Object[] settings = with(settings(optimizer, 4000), "--relative-decrease", 0);
      LeftBehind expected = unbroken(settings);
      Path run = folder.resolve("killed-" + optimizer);
      Random random = new Random(50);
      int kills = 0;
      int progress = 0;
      while (kills < 50) {
        boolean begun = Files.exists(run.resolve("config.json"));
        String vectors = random.nextBoolean() ? NARROW : WIDE;
        int threads = 1 + random.nextInt(2);
        Process process = begun
            ? start(vectors, "train", "--resume", run, "--threads", threads)
            : start(vectors, with(settings, "--threads", threads, "--out", run));
        if (random.nextInt(4) == 0) {
          // While it starts, or reads its checkpoint.
          process.waitFor(random.nextInt(1500), TimeUnit.MILLISECONDS);
        } else {
          Path checkpoint = run.resolve("checkpoint");
          long last =
              Files.exists(checkpoint) ? Files.getLastModifiedTime(checkpoint).toMillis() : 0;
          await(process, checkpoint, last);
          process.waitFor(random.nextInt(200), TimeUnit.MILLISECONDS);
          progress++;
        }
        process.destroyForcibly();
        assertThat(end(process)).as("killed, not ended").isEqualTo(137);
        kills++;
      }
      assertThat(progress).isGreaterThan(25);
      assertThat(end(start(WIDE, "train", "--resume", run))).isZero();
      assertThat(LeftBehind.of(run)).as(optimizer).isEqualTo(expected);
      Notes.take(
          "%s: %d kills, %s, SHA-256 %s", optimizer, kills, expected.outcome(), expected.model());
      noHalfFiles(run);
      try (Stream<Path> all = Files.list(folder)) {
        for (Path path : all.filter(p -> p.endsWith("unbroken")).toList())
          Files.move(path, folder.resolve("unbroken-" + optimizer));
      }
    }
  }
}
