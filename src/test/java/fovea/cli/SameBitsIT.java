package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The promise of docs/numerics.md, kept by the real jar on the real photographs. */
class SameBitsIT {
  @TempDir
  private Path folder;

  private int runs;

  /** Bits in a vector of the last run. */
  private int bits;

  @Tag("slow")
  @Test
  void neitherDoesThatOfTheOtherOptimizers() throws Exception {
    for (String optimizer : new String[] {"cg", "adam", "gd"}) {
      Object[] more = {"--optimizer", optimizer, "--validation", 0.1};
      assertThat(model("-XX:MaxVectorSize=16", 2, more)).isEqualTo(model("", 1, more));
    }
  }

  private String model(String options, int threads, Object... more)
      throws IOException, NoSuchAlgorithmException {
    Path run = folder.resolve("run" + runs++);
    Object[] arguments = {
      "train", "--patches", 3000, "--iterations", 15, "--threads", threads, "--out", run, "--quiet"
    };
    Object[] all = java.util.stream.Stream.concat(
            java.util.Arrays.stream(arguments), java.util.Arrays.stream(more))
        .toArray();
    FoveaJar.Ended ended = FoveaJar.run(Map.of("FOVEA_OPTS", options), all);
    assertThat(ended.exit()).as(ended.err()).isZero();
    bits = JsonMapper.shared()
        .readTree(Files.readString(run.resolve("config.json")))
        .at("/machine/vector_bits")
        .intValue();
    byte[] digest = MessageDigest.getInstance("SHA-256")
        .digest(Files.readAllBytes(run.resolve("model.safetensors")));
    return HexFormat.of().formatHex(digest);
  }

  @Test
  void theModelDoesNotDependOnThreadsOrVectors() throws Exception {
    String expected = model("", 1);
    System.out.println("SHA-256 of the model: " + expected);
    assertThat(model("", 2)).isEqualTo(expected);
    assertThat(model("", 5)).isEqualTo(expected);
    assertThat(model("-XX:MaxVectorSize=16", 2)).isEqualTo(expected);
    assertThat(bits).isEqualTo(128);
    assertThat(model("-XX:MaxVectorSize=16 -Dfovea.registers=32", 2)).isEqualTo(expected);
    assertThat(model("-XX:MaxVectorSize=32", 1)).isEqualTo(expected);
    assertThat(bits).isLessThanOrEqualTo(256);
    assertThat(model("-XX:+IgnoreUnrecognizedVMOptions -XX:UseAVX=2", 2)).isEqualTo(expected);
    assertThat(bits).isLessThanOrEqualTo(256);
    assertThat(model("", 2, "--seed", 2)).isNotEqualTo(expected);
  }
}
