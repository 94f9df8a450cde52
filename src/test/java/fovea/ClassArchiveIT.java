package fovea;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that a first training leaves: later starts use it, and nothing depends on it. */
class ClassArchiveIT {
  @TempDir
  private Path folder;

  private record Ended(int exit, String err) {}

  /** Starts the jar with this cache folder; the classes that its processes load are logged in files of their own. */
  private Process start(Path cache, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(System.getProperty("fovea.jar"));
    for (Object argument : arguments) command.add(argument.toString());
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(folder.resolve("err").toFile());
    builder.environment().remove("FOVEA_OPTS");
    builder.environment().put("XDG_CACHE_HOME", cache.toString());
    builder
        .environment()
        .put("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + folder.resolve("log-%p"));
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private Ended run(Path cache, Object... arguments) throws IOException, InterruptedException {
    int exit = start(cache, arguments).waitFor();
    // The java command says that it was given options.
    String err = Files.readString(folder.resolve("err"));
    return new Ended(exit, err.replaceAll("NOTE: Picked up JDK_JAVA_OPTIONS.*\\R", ""));
  }

  private Ended train(Path cache, String out) throws IOException, InterruptedException {
    return run(
        cache,
        "train",
        "--patches",
        300,
        "--hidden",
        4,
        "--iterations",
        1,
        "--quiet",
        "--out",
        folder.resolve(out));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Whether a process since the last call took the command line's class from an archive. */
  private boolean usedArchive() throws IOException {
    boolean used = false;
    for (Path log : files(folder)) {
      if (!log.getFileName().toString().startsWith("log-")) continue;
      used |= Files.readString(log).contains("fovea.cli.Main source: shared objects file");
      Files.delete(log);
    }
    return used;
  }

  @Test
  void theFirstTrainingLeavesItAndLaterStartsUseIt() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    assertThat(run(cache, "--version")).isEqualTo(new Ended(0, ""));
    assertThat(files(cache)).as("what only tells leaves nothing").isEmpty();

    assertThat(train(cache, "run")).isEqualTo(new Ended(0, ""));
    assertThat(usedArchive()).isFalse();
    List<Path> left = files(cache.resolve("fovea"));
    assertThat(left).singleElement().asString().endsWith(".jsa");

    assertThat(run(cache, "--version")).isEqualTo(new Ended(0, ""));
    assertThat(usedArchive()).isTrue();

    Files.write(left.get(0), new byte[100_000]);
    assertThat(run(cache, "--version")).as("damaged").isEqualTo(new Ended(0, ""));
    assertThat(usedArchive()).isFalse();
  }

  @Test
  void aTrainingThatIsInterruptedLeavesNone() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Path run = folder.resolve("run");
    Object[] endless = {
      "train",
      "--patches",
      300,
      "--hidden",
      4,
      "--optimizer",
      "adam",
      "--tolerance",
      0,
      "--iterations",
      100_000_000,
      "--quiet",
      "--out",
      run
    };
    Process process = start(cache, endless);
    while (process.isAlive() && !Files.exists(run.resolve("config.json"))) Thread.sleep(20);
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(run.resolve("model.safetensors")).exists();
    assertThat(files(cache.resolve("fovea"))).isEmpty();
  }

  @Test
  void whereItCannotBeNothingIsSaid() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    assertThat(train(file, "run")).isEqualTo(new Ended(0, ""));
    assertThat(folder.resolve("run/model.safetensors")).exists();
    assertThat(file).hasContent("no folder");
  }
}
