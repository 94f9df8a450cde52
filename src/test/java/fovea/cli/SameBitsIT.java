package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The promise of docs/numerics.md, kept by the real jar in virtual machines with other vectors than this one's. What
 * needs no jar is SameBitsTest's to show.
 */
class SameBitsIT {
  private static final String NARROW = "-XX:MaxVectorSize=16";
  private static final Object[] USUAL = {"--patches", 3000, "--hidden", 30, "--iterations", 10};

  @TempDir
  private Path folder;

  private int runs;

  /** Bits in a vector of the last run. */
  private int bits;

  private static Object[] with(Object[] arguments, Object... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray();
  }

  private Path train(List<String> options, int threads, Object... arguments) {
    Path run = folder.resolve("run" + runs++);
    Object[] all =
        with(new Object[] {"train", "--threads", threads, "--out", run, "--quiet"}, arguments);
    FoveaJar.Ended ended =
        options.isEmpty() ? FoveaJar.here(all) : FoveaJar.run(FoveaJar.command(options, all));
    assertThat(ended.exit()).as(ended.err()).isZero();
    return run;
  }

  /** The SHA-256 of the model. */
  private String model(List<String> options, int threads, Object... arguments)
      throws IOException, NoSuchAlgorithmException {
    Path run = train(options, threads, arguments);
    bits = JsonMapper.shared()
        .readTree(Files.readString(run.resolve("config.json")))
        .at("/machine/vector_bits")
        .intValue();
    byte[] digest = MessageDigest.getInstance("SHA-256")
        .digest(Files.readAllBytes(run.resolve("model.safetensors")));
    return HexFormat.of().formatHex(digest);
  }

  private String here(int threads, Object... arguments)
      throws IOException, NoSuchAlgorithmException {
    return model(List.of(), threads, arguments);
  }

  @Test
  void theModelDoesNotDependOnVectors() throws Exception {
    String expected = here(1, USUAL);
    assertThat(model(List.of(NARROW), 2, USUAL)).isEqualTo(expected);
    assertThat(bits).isEqualTo(128);
    List<String> avx2 = List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=2");
    assertThat(model(avx2, 2, USUAL)).isEqualTo(expected);
    assertThat(bits).isLessThanOrEqualTo(256);
  }

  @Tag("slow")
  @Test
  void neitherDoesThatOfTheOtherOptimizers() throws Exception {
    for (String optimizer : new String[] {"cg", "adam", "gd"}) {
      Object[] more = with(USUAL, "--optimizer", optimizer, "--validation", 0.1);
      assertThat(model(List.of(NARROW), 2, more)).isEqualTo(here(1, more));
    }
  }

  @Tag("slow")
  @Test
  void neitherDoesThatOfTheOtherNetworks() throws Exception {
    for (String encoder : new String[] {"tanh", "relu"}) {
      Object[] network = {
        "--patches", 1300, "--hidden", 20, "--encoder", encoder, "--tied", "--iterations", 15
      };
      assertThat(model(List.of(NARROW), 1, network)).isEqualTo(here(2, network));
    }
  }
}
