package fovea.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the real jars as a user does: fovea.jar by itself, fovea-spark.jar by src/spark/spark-submit. */
final class SparkJar {
  private static final long SECONDS = 300;

  private SparkJar() {}

  /** How a run ended. */
  record Ended(int exit, String out, String err) {}

  /** A run that may still be going on. */
  record Running(Process process, Path out, Path err) {
    Ended end() throws IOException, InterruptedException {
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Waits until stderr has this text. */
    void await(String text) throws IOException, InterruptedException {
      for (long began = System.nanoTime(); !Files.readString(err).contains(text); ) {
        assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
            .as(Files.readString(err))
            .isFalse();
        assertThat(System.nanoTime() - began).isLessThan(SECONDS * 1_000_000_000);
      }
    }
  }

  /** {@code java -jar fovea.jar train …} on this machine. */
  static Ended memory(Path folder, Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(
        java(),
        "--add-modules",
        "jdk.incubator.vector",
        "-jar",
        Path.of(System.getProperty("fovea.spark.jar"))
            .resolveSibling("fovea.jar")
            .toString(),
        "train"));
    return start(folder, command, arguments).end();
  }

  /**
   * {@code src/spark/spark-submit --master … --class fovea.spark.Train fovea-spark.jar …}.
   *
   * @param options further options of spark-submit
   */
  static Running submit(Path folder, String master, List<String> options, Object... arguments)
      throws IOException {
    Path jar = Path.of(System.getProperty("fovea.spark.jar")).toAbsolutePath();
    Path root = jar.getParent().getParent();
    List<String> command = new ArrayList<>(List.of(
        root.resolve("src/spark/spark-submit").toString(),
        "--master",
        master,
        "--conf",
        "spark.ui.enabled=false",
        "--conf",
        "spark.driver.host=127.0.0.1"));
    command.addAll(options);
    command.addAll(List.of("--class", "fovea.spark.Train", jar.toString()));
    return start(folder, command, arguments);
  }

  private static Running start(Path folder, List<String> command, Object... arguments)
      throws IOException {
    for (Object argument : arguments) command.add(argument.toString());
    Path out = Files.createTempFile(folder, "run", ".out");
    Path err = Files.createTempFile(folder, "run", ".err");
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return new Running(builder.start(), out, err);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** SHA-256 of a run's model. */
  static String model(Path run) throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256")
        .digest(Files.readAllBytes(run.resolve("model.safetensors")));
    return HexFormat.of().formatHex(digest);
  }

  /** metrics.csv without the column that is a time. */
  static List<String> metrics(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.csv")).stream()
        .map(line -> {
          List<String> cells = new ArrayList<>(Arrays.asList(line.split(",", -1)));
          cells.remove(6);
          return String.join(",", cells);
        })
        .toList();
  }
}
