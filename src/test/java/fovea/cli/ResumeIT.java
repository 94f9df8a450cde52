package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.io.ModelFile;
import fovea.optimize.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs of the real jar that are stopped in every way there is, and go on. */
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

  /** What a run leaves that does not depend on time. */
  private record Left(String model, List<String> metrics, String outcome, int kept) {
    static Left of(Path run) throws IOException, NoSuchAlgorithmException {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest(Files.readAllBytes(run.resolve("model.safetensors")));
      List<String> rows = Files.readAllLines(run.resolve("metrics.csv")).stream()
          .map(row -> row.replaceFirst("^((?:[^,]*,){6})[^,]*,", "$1"))
          .toList();
      assertThat(rows.get(0)).doesNotContain("seconds").contains("gradient_norm,step_length");
      JsonNode result = JsonMapper.shared()
          .readTree(Files.readString(run.resolve("config.json")))
          .at("/result");
      return new Left(
          HexFormat.of().formatHex(digest),
          rows,
          result.get("outcome").asString(),
          result.get("kept_iteration").intValue());
    }
  }

  private Process start(String option, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    if (!option.isEmpty()) command.add(option);
    command.addAll(
        List.of("--add-modules", "jdk.incubator.vector", "-jar", System.getProperty("fovea.jar")));
    for (Object argument : arguments) command.add(argument.toString());
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Files.createTempFile(folder, "output", "").toFile());
    builder.environment().remove("FOVEA_OPTS");
    Process process = builder.start();
    process.getOutputStream().close();
    started.add(process);
    return process;
  }

  private static int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  /** Waits for a file that is there, and younger than that. */
  private static void await(Process process, Path file, long after) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
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

  private Left unbroken(Object[] settings) throws Exception {
    Path run = folder.resolve("unbroken");
    assertThat(end(start(WIDE, with(settings, "--threads", 1, "--out", run)))).isZero();
    return Left.of(run);
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
    Left expected = unbroken(settings);
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
    Files.writeString(run.resolve(".lock"), "1 of a process that is gone");
    assertThat(end(start(WIDE, "train", "--resume", run, "--threads", 2))).isZero();
    assertThat(Left.of(run)).isEqualTo(expected);
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
    Process process = start(WIDE, with(settings, "--threads", 1, "--out", run));
    await(process, run.resolve("checkpoint"), 0);
    process.destroy();
    assertThat(end(process)).isEqualTo(143);
    noHalfFiles(run);
    assertThat(Left.of(run).outcome()).isEqualTo("stopped");
    assertThat(
            ModelFile.read(run.resolve("model.safetensors")).network().shape().hidden())
        .isEqualTo(16);
    assertThat(run.resolve("report.html")).exists();
    assertThat(end(start(NARROW, "train", "--resume", run, "--threads", 2))).isZero();
    Path whole = folder.resolve(optimizer + "-unbroken");
    assertThat(end(start(WIDE, with(settings, "--out", whole)))).isZero();
    assertThat(Left.of(run)).as(optimizer).isEqualTo(Left.of(whole));
  }

  @Test
  void aFinishedRunGoesOnWithMoreIterationsAndWithNothingElse() throws Exception {
    Object[] settings = {"train", "--patches", 300, "--hidden", 5, "--quiet", "--patch-size", 8};
    Path run = folder.resolve("run");
    FoveaJar.Ended ended = FoveaJar.run(with(settings, "--iterations", 6, "--out", run));
    assertThat(ended.exit()).as(ended.err()).isZero();
    FoveaJar.here("train", "--resume", run, "--hidden", 6).isRefusal("--hidden cannot change");
    FoveaJar.here("train", "--resume", run, "--out", folder.resolve("elsewhere"))
        .isRefusal("--out cannot change");
    FoveaJar.here("train", "--resume", run, "--checkpoint-every", -1)
        .isRefusal("--checkpoint-every");
    FoveaJar.here("train", Path.of("data/photos/heldout").toAbsolutePath(), "--resume", run)
        .isRefusal("made with another training data");
    FoveaJar.here("train", "--resume", folder.resolve("none")).isRefusal("no such folder");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    FoveaJar.here("train", "--resume", empty).isRefusal("no run has begun there");
    refusesWhatItsConfigMayNotHold(run);

    FoveaJar.Ended longer =
        FoveaJar.run("train", "--resume", run, "--hidden", 5, "--iterations", 9);
    assertThat(longer.exit()).as(longer.err()).isZero();
    Path whole = folder.resolve("whole");
    assertThat(FoveaJar.run(with(settings, "--iterations", 9, "--out", whole)).exit())
        .isZero();
    assertThat(Left.of(run)).isEqualTo(Left.of(whole));
    assertThat(FoveaJar.run("report", run).exit()).isZero();

    // The newest checkpoint is damaged, then the one before it is missing.
    byte[] bytes = Files.readAllBytes(run.resolve("checkpoint"));
    Files.write(run.resolve("checkpoint.previous"), bytes);
    Files.write(run.resolve("checkpoint"), Arrays.copyOf(bytes, bytes.length - 1));
    FoveaJar.Ended fallen = FoveaJar.run("train", "--resume", run);
    assertThat(fallen.exit()).as(fallen.err()).isZero();
    assertThat(fallen.errors()).hasSize(1);
    assertThat(fallen.errors().get(0))
        .contains("not a whole checkpoint")
        .contains("going on from the one before");
    assertThat(Left.of(run)).isEqualTo(Left.of(whole));
    assertThat(run.resolve("checkpoint")).hasBinaryContent(bytes);
    bytes[bytes.length / 2] ^= 4;
    Files.write(run.resolve("checkpoint"), bytes);
    Files.deleteIfExists(run.resolve("checkpoint.previous"));
    FoveaJar.here("train", "--resume", run).isRefusal("its checksum is wrong");
    Files.delete(run.resolve("checkpoint"));
    FoveaJar.here("train", "--resume", run).isRefusal("left no checkpoint to go on from");
  }

  private static void refusesWhatItsConfigMayNotHold(Path run) throws IOException {
    Path config = run.resolve("config.json");
    String whole = Files.readString(config);
    Files.writeString(config, whole.replaceFirst("\"format\" : 2,", ""));
    FoveaJar.here("train", "--resume", run).isRefusal("written by an earlier Fovea");
    Files.writeString(config, whole.replaceFirst("\"tolerance\" : [^,]*", "\"tolerance\" : null"));
    FoveaJar.here("train", "--resume", run).isRefusal("config.json");
    Files.writeString(
        config, whole.replaceFirst("\"network\" : \\{", "\"network\" : null, \"x\" : {"));
    FoveaJar.here("train", "--resume", run).isRefusal("config.json");
    Files.writeString(
        config, whole.replaceFirst("\"encoder\" : \"sigmoid\"", "\"encoder\" : \"gelu\""));
    FoveaJar.here("train", "--resume", run).isRefusal("encoder is 'gelu', not one of sigmoid");
    Files.writeString(config, whole);
  }

  /**
   * A run whose one iteration takes seconds, and saving it too: there is time for another process, and for a second
   * signal.
   */
  @Test
  void asLongAsItRunsNobodyElseMayAndASecondSignalEndsItAtOnce() throws Exception {
    Path kill = Path.of("/bin/kill");
    assumeTrue(Files.isExecutable(kill));
    Path run = folder.resolve("run");
    Process process =
        start(WIDE, "train", "--patches", 12_000, "--hidden", 1500, "--threads", 1, "--out", run);
    await(process, run.resolve("config.json"), 0);
    FoveaJar.run("train", "--resume", run)
        .isRefusal("process %d is at work in this folder".formatted(process.pid()));
    process.destroy();
    // Again and again: the second counts from half a second after the program has seen the first.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (process.isAlive()) {
      assertThat(System.nanoTime()).as("alive after a minute").isLessThan(deadline);
      new ProcessBuilder(kill.toString(), "-INT", Long.toString(process.pid()))
          .start()
          .waitFor();
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
    assertThat(process.exitValue())
        .as("143 if the first signal ended it, or it ended by itself")
        .isEqualTo(130);
    assertThat(run.resolve("report.html")).doesNotExist();
    FoveaJar.here("report", run).isRefusal("train --resume");
  }

  @Test
  void whereTheLauncherIsKilledTheRunEndsToo() throws Exception {
    Path run = folder.resolve("run");
    ProcessBuilder builder = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            System.getProperty("fovea.jar"),
            "train",
            "--patches",
            "500",
            "--hidden",
            "9",
            "--optimizer",
            "gd",
            "--learning-rate",
            "0.001",
            "--iterations",
            "100000000",
            "--tolerance",
            "0",
            "--quiet",
            "--out",
            run.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile());
    builder.environment().remove("FOVEA_OPTS");
    Process launcher = builder.start();
    started.add(launcher);
    await(launcher, run.resolve("checkpoint"), 0);
    ProcessHandle program = launcher.children().findFirst().orElseThrow();
    launcher.destroyForcibly();
    program.onExit().get(30, TimeUnit.SECONDS);
    assertThat(Left.of(run).outcome()).isEqualTo("stopped");
    assertThat(run.resolve("report.html")).exists();
  }

  @Tag("slow")
  @Test
  void killedFiftyTimesAtRandomMomentsARunEndsWithTheSameBytes() throws Exception {
    for (String optimizer : new String[] {"lbfgs", "adam"}) {
      // L-BFGS would find nothing lower after 4,891, and such an end leaves nothing to go on from.
      Object[] settings = with(settings(optimizer, 4000), "--relative-decrease", 0);
      Left expected = unbroken(settings);
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
      assertThat(Left.of(run)).as(optimizer).isEqualTo(expected);
      System.out.printf(
          "%s: %d kills, %s, SHA-256 %s%n", optimizer, kills, expected.outcome(), expected.model());
      noHalfFiles(run);
      try (Stream<Path> all = Files.list(folder)) {
        for (Path path : all.filter(p -> p.endsWith("unbroken")).toList())
          Files.move(path, folder.resolve("unbroken-" + optimizer));
      }
    }
  }
}
