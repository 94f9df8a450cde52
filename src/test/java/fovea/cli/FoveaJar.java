package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the real jar, target/fovea.jar, as its users do. */
final class FoveaJar {
  private static final Path JAR = Path.of(System.getProperty("fovea.jar"));
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private FoveaJar() {}

  /** How a run ended. */
  record Ended(int exit, String out, String err) {
    /** What Fovea itself wrote to stderr: the virtual machine's own warning left out. */
    List<String> errors() {
      return err.lines()
          .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
          .toList();
    }

    /** Asserts what every refusal of bad input has: exit code 2, one line that tells why, nothing on stdout. */
    void isRefusal(String why) {
      assertThat(exit).as(err).isEqualTo(2);
      assertThat(errors()).hasSize(1);
      assertThat(errors().get(0)).startsWith("fovea: ").contains(why);
      assertThat(out).isEmpty();
    }
  }

  static Ended run(Object... arguments) {
    return run(Map.of(), arguments);
  }

  /** Starts {@code java --add-modules jdk.incubator.vector -jar fovea.jar arguments} and waits for its end. */
  static Ended run(Map<String, String> environment, Object... arguments) {
    try {
      List<String> command = new ArrayList<>(List.of(
          JAVA.toString(), "--add-modules", "jdk.incubator.vector", "-jar", JAR.toString()));
      for (Object argument : arguments) command.add(argument.toString());
      Path out = Files.createTempFile("fovea", ".out");
      Path err = Files.createTempFile("fovea", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().remove("FOVEA_OPTS");
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("no end after two minutes: " + command);
      }
      Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return ended;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The same in this process, for what is refused before anything is begun: a virtual machine less to start. That the
   * jar refuses likewise is {@link BadInputIT}'s to show.
   */
  static Ended here(Object... arguments) {
    return Console.run(() -> Main.commandLine()
        .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new)));
  }

  /** A .npy file of float32, version 1.0, C order. */
  static Path npy(Path file, float[] values, int... shape) throws IOException {
    StringBuilder dims = new StringBuilder();
    for (int size : shape) dims.append(size).append(", ");
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(dims);
    header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(
            10 + header.length() + 4 * values.length)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short)
        header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    for (float value : values) bytes.putFloat(value);
    return Files.write(file, bytes.array());
  }
}
