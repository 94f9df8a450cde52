package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.io.ModelFile;
import fovea.kernels.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that are full, folders that vanish, memory and processors that do not suffice: the real jar says so in a line
 * and loses nothing.
 */
class NoRoomIT {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir
  private Path folder;

  /** The models of these are as large as those of photographs. */
  @BeforeEach
  void writeExamples() throws IOException {
    FoveaJar.npy(folder.resolve("x.npy"), new Samples(75).pixels(30 * 256), 30, 256);
  }

  /**
   * Runs a line of shell in which $FOVEA stands for the program; $TMP is a folder of its own for temporary files. What
   * is small and short is done before C2 has compiled it, and most of a start would be C2's.
   */
  private FoveaJar.Ended shell(String line) throws IOException, InterruptedException {
    Path tmp = Files.createDirectories(folder.resolve("tmp"));
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line)
        .directory(folder.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile());
    builder.environment().remove("FOVEA_OPTS");
    builder
        .environment()
        .put(
            "FOVEA",
            "%s -XX:TieredStopAtLevel=1 -Djava.io.tmpdir=%s --add-modules jdk.incubator.vector -jar %s"
                .formatted(JAVA, tmp, System.getProperty("fovea.jar")));
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new FoveaJar.Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static Path savedIn(FoveaJar.Ended ended) {
    Matcher place = Pattern.compile("the run is saved in (\\S+) instead").matcher(ended.err());
    assertThat(place.find()).as(ended.err()).isTrue();
    return Path.of(place.group(1));
  }

  @Test
  void aFullDiskCostsTheCheckpointsNotTheModel() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    String mount = "mount -t tmpfs -o size=%s none " + disk;
    assumeTrue(
        shell("unshare -rm sh -c '%s'".formatted(mount.formatted("64k"))).exit() == 0,
        "needs a file system of its own to fill");
    String train =
        "$FOVEA train x.npy --hidden 40 --iterations 12 --checkpoint-every 5 --quiet --out disk/run";
    // The model has 80 kB, a checkpoint 40 times as much.
    FoveaJar.Ended full =
        shell("unshare -rm sh -c '%s && cd %s && %s; e=$?; ls -a disk/run >&2; exit $e'"
            .formatted(mount.formatted("300k"), folder, train));
    assertThat(full.exit()).as(full.err()).isEqualTo(full.err().contains("instead") ? 1 : 0);
    assertThat(full.errors().get(0))
        .isEqualTo(
            "fovea: warning: no checkpoint could be written (No space left on device); training goes on");
    assertThat(full.err()).doesNotContain(".part");

    // Not even the model fits.
    FoveaJar.Ended fuller = shell("unshare -rm sh -c '%s && cd %s && %s --checkpoint-every 0'"
        .formatted(mount.formatted("40k"), folder, train.replace(" --checkpoint-every 5", "")));
    assertThat(fuller.exit()).as(fuller.err()).isEqualTo(1);
    assertThat(fuller.errors()).hasSize(1);
    assertThat(fuller.errors().get(0))
        .startsWith("fovea: disk/run: cannot be written to (No space left on device)");
    Path run = folder.resolve(savedIn(fuller));
    assertThat(
            ModelFile.read(run.resolve("model.safetensors")).network().shape().hidden())
        .isEqualTo(40);
    assertThat(Files.readAllLines(run.resolve("metrics.csv"))).hasSize(14);
    assertThat(run.resolve("report.html")).exists();
  }

  @Test
  void aLimitToTheSizeOfFilesIsNotTheEnd() throws Exception {
    FoveaJar.Ended ended = shell("ulimit -f 400 && $FOVEA train x.npy --hidden 40 "
        + "--iterations 12 --checkpoint-every 5 --quiet --out run");
    assertThat(ended.errors().get(0))
        .startsWith("fovea: warning: no checkpoint could be written (")
        .endsWith("training goes on");
    assertThat(ModelFile.read(folder.resolve("run/model.safetensors"))
            .network()
            .shape()
            .hidden())
        .isEqualTo(40);
  }

  /** A file takes the folder's place. */
  @Test
  void whereTheFolderCannotBeMadeAgainAnotherIs() throws Exception {
    FoveaJar.Ended ended =
        shell("$FOVEA train x.npy --hidden 9 --optimizer gd --learning-rate 0.001 "
            + "--tolerance 0 --max-seconds 1 --iterations 100000000 --checkpoint-every "
            + "1000 --quiet --out run & while [ ! -f run/config.json ]; do sleep 0.05; "
            + "done; until rm -rf run && [ ! -e run ]; do :; done; touch run; wait $!");
    assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
    assertThat(ended.errors()).hasSize(2);
    assertThat(ended.errors().get(0)).contains("no checkpoint could be written");
    assertThat(savedIn(ended).toString()).startsWith("runs/");
    assertThat(ModelFile.read(folder.resolve(savedIn(ended)).resolve("model.safetensors"))
            .network()
            .shape()
            .hidden())
        .isEqualTo(9);
  }

  /** Folders that may not be written to: root may write to all, so their file system is mounted read-only. */
  @Test
  void aReadOnlyFolderIsToldBeforeAndCostsNothingDuringARun() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    String mount = "mount -t tmpfs -o ro none " + disk;
    assumeTrue(
        shell("unshare -rm sh -c '%s'".formatted(mount)).exit() == 0,
        "needs a file system of its own");
    String train = "$FOVEA train x.npy --hidden 9 --quiet --out disk/run";
    shell("unshare -rm sh -c '%s && %s'".formatted(mount, train))
        .isRefusal("disk/run: cannot be written to (Read-only file system)");

    FoveaJar.Ended ended =
        shell(("unshare -rm sh -c '%s --optimizer gd --learning-rate 0.001 --tolerance 0 "
                + "--max-seconds 1 --iterations 100000000 --checkpoint-every 1000 & while [ ! -f "
                + "disk/run/config.json ]; do sleep 0.05; done; %s; wait $!'")
            .formatted(train, mount));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
    assertThat(ended.errors()).hasSize(2);
    assertThat(ended.errors().get(0)).contains("no checkpoint could be written");
    assertThat(ended.errors().get(1)).contains("cannot be written to (Read-only file system)");
    Path run = folder.resolve(savedIn(ended));
    assertThat(
            ModelFile.read(run.resolve("model.safetensors")).network().shape().hidden())
        .isEqualTo(9);
  }

  @Test
  void aResultThatStdoutDoesNotTakeIsAFailureAndAClosedPipeIsNone() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    assertThat(shell("$FOVEA train x.npy --hidden 3 --iterations 2 --quiet --out run")
            .exit())
        .isZero();
    for (String command : new String[] {
      "help train", "--version", "evaluate run x.npy", "evaluate run x.npy --json", "compare run"
    }) {
      FoveaJar.Ended ended = shell("$FOVEA %s > /dev/full".formatted(command));
      assertThat(ended.exit()).as(command).isEqualTo(1);
      assertThat(ended.errors())
          .as(command)
          .containsExactly(
              "fovea: stdout: cannot be written to (No space left on device); what was printed is not complete");
    }
    assertThat(shell("$FOVEA encode run x.npy --out - > /dev/full").exit()).isEqualTo(1);
    // Whoever reads is gone before anything is printed.
    for (String command :
        new String[] {"help train", "evaluate run x.npy", "encode run x.npy --out -"})
      assertThat(shell("$FOVEA %s | true".formatted(command)).errors())
          .as(command)
          .isEmpty();
  }

  /** With one processor, as some containers have: more threads are told of. */
  @Test
  void tooLittleMemoryIsToldBeforeAndTheOptionNamedFits() throws Exception {
    List<Object> train = new ArrayList<>(List.of(
        "train",
        "--hidden",
        100,
        "--iterations",
        1,
        "--threads",
        3,
        "--optimizer",
        "adam",
        "--out"));
    train.add(folder.resolve("run"));
    Map<String, String> small = Map.of("FOVEA_OPTS", "-Xmx112m -XX:ActiveProcessorCount=1");
    List<Object> many = new ArrayList<>(train);
    many.addAll(List.of("--patches", 20_000, "--quiet"));
    FoveaJar.Ended refused = FoveaJar.run(small, many.toArray());
    refused.isRefusal("give it more, such as FOVEA_OPTS=-Xmx");
    Matcher fits = Pattern.compile("or take --(patches|hidden) (\\d+)").matcher(refused.err());
    assertThat(fits.find()).as(refused.err()).isTrue();
    assertThat(fits.group(1)).isEqualTo("patches");
    List<Object> fewer = new ArrayList<>(train);
    fewer.addAll(List.of("--patches", fits.group(2)));
    FoveaJar.Ended ended = FoveaJar.run(small, fewer.toArray());
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("warning: 3 threads share 1 processor");
  }
}
