package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands: in this process with {@link #here}, which most tests take, or with the real jar, target/fovea.jar, as
 * its users do.
 */
final class FoveaJar {
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

    /**
     * Asserts what every refusal of bad input has: exit code 2, one line that tells why, nothing on stdout. Lines that
     * tell what was being done may come before it.
     */
    void isRefusal(String why) {
      assertThat(exit).as(err).isEqualTo(2);
      assertThat(errors().stream().filter(line -> !line.matches("reading .*|preparing")))
          .singleElement()
          .asString()
          .startsWith("fovea: ")
          .contains(why);
      assertThat(out).isEmpty();
    }
  }

  /** Starts the jar and waits for its end. */
  static Ended run(Object... arguments) {
    return run(command(List.of(), arguments));
  }

  /** @param environment variables for the jar, such as FOVEA_OPTS */
  static Ended run(Map<String, String> environment, Object... arguments) {
    ProcessBuilder builder = command(List.of(), arguments);
    builder.environment().putAll(environment);
    return run(builder);
  }

  static Ended run(ProcessBuilder builder) {
    try {
      Path out = Files.createTempFile("fovea", ".out");
      Path err = Files.createTempFile("fovea", ".err");
      Process process =
          builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("no end after five minutes: " + builder.command());
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
   * {@code java options --add-modules jdk.incubator.vector -jar fovea.jar arguments}, where FOVEA_OPTS is not set and
   * the user's cache is a folder beside the jar.
   *
   * @param options for the virtual machine
   */
  static ProcessBuilder command(List<String> options, Object... arguments) {
    Path jar = Path.of(System.getProperty("fovea.jar"));
    List<String> command = new ArrayList<>(List.of(JAVA.toString()));
    command.addAll(options);
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-jar", jar.toString()));
    for (Object argument : arguments) command.add(argument.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("FOVEA_OPTS");
    builder.environment().put("XDG_CACHE_HOME", jar.resolveSibling("cache").toString());
    return builder;
  }

  /**
   * The same command in this process, where the virtual machine is warm. The folder to work in is that of the tests, so
   * paths are absolute, and the version is "development".
   */
  static Ended here(Object... arguments) {
    String[] all = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    return Console.run(() -> Main.commandLine(all).execute(all));
  }

  /** The same, and it has to succeed. */
  static Ended done(Object... arguments) {
    Ended ended = here(arguments);
    assertThat(ended.exit()).as(ended.err()).isZero();
    return ended;
  }

  /** A model with random parameters that wants its data as they are. */
  static Path model(Path file, NetworkShape shape, long seed, Hyperparameters hyperparameters)
      throws IOException {
    Autoencoder network = new Autoencoder(shape, Parameters.random(shape, seed));
    ModelFile.write(file, new StoredModel(network, hyperparameters, Optional.empty()));
    return file;
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
