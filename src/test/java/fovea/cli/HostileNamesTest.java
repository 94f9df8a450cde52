package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.Samples;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names that would move a cursor or turn the order of reading around do not reach the terminal, or a page. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files cannot have such names there")
class HostileNamesTest {
  /** Clears the screen, writes a line of its own, sets the title of the window, and reads backwards. */
  private static final String NAME =
      "\u001B[2J\nfovea: all is well\r\u001B]0;x\u0007\u009B31m\u202Egnp";

  @TempDir
  private Path folder;

  private static FoveaJar.Ended harmless(Object... arguments) {
    FoveaJar.Ended ended = FoveaJar.here(arguments);
    assertThat(ended.out() + ended.err())
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]")
        .doesNotContainPattern("(?m)^fovea: all is well");
    return ended;
  }

  private Path table(String name, int rows) throws IOException {
    return FoveaJar.npy(folder.resolve(name), new Samples(3).pixels(rows * 9), rows, 9);
  }

  @Test
  void ofFiles() throws IOException {
    Path table = table(NAME + ".npy", 60);
    Path model = FoveaJar.model(
        folder.resolve(NAME + ".safetensors"), new NetworkShape(9, 4), 1, Hyperparameters.DEFAULT);
    Path run = folder.resolve("run");
    assertThat(harmless("train", table, "--iterations", 2, "--hidden", 3, "--out", run)
            .exit())
        .isZero();
    assertThat(Files.readString(run.resolve("report.html")))
        .doesNotContainPattern("[\u0007\u001B\u009B\u202E]");
    assertThat(harmless("train", table, "--stream", "--dry-run", "--hidden", 3).exit())
        .isZero();
    assertThat(harmless("evaluate", model, table).exit()).isZero();
    assertThat(harmless("evaluate", model, table, "--json").exit()).isZero();
    assertThat(harmless("anomaly", model, table).exit()).isZero();
    assertThat(
            harmless("check-gradient", table, "--hidden", 2, "--coordinates", 2).out())
        .contains("?gnp.npy");
    assertThat(harmless(
                "sweep",
                table,
                "--validation",
                table,
                "--hidden",
                "1,2",
                "--iterations",
                1,
                "--out",
                folder.resolve("sweep"))
            .exit())
        .isZero();
    for (String command :
        new String[] {"evaluate", "encode", "export", "report", "compare", "reconstruct"})
      assertThat(harmless(command, folder.resolve("missing" + NAME), table).exit())
          .isEqualTo(2);
    assertThat(
            harmless("train", folder.resolve("missing" + NAME), "--stacktrace").exit())
        .isEqualTo(2);
    assertThat(harmless("train", "--" + NAME).exit()).isEqualTo(2);
    assertThat(harmless(NAME).exit()).isEqualTo(2);
  }

  @Test
  void ofRunsThatAreCompared() throws IOException {
    Path[] runs = {folder.resolve("a"), folder.resolve("b")};
    for (Path run : runs) {
      harmless(
          "train", table("t.npy", 40), "--iterations", 1, "--hidden", 2, "--quiet", "--out", run);
      Path config = run.resolve("config.json");
      Files.writeString(
          config,
          Files.readString(config)
              .replace(
                  "\"encoder\" : \"sigmoid\"",
                  "\"encoder\" : \"\\u001B[2J\\n\\u202E%s\"".formatted(run.getFileName())));
    }
    FoveaJar.Ended ended = harmless("compare", runs[0], runs[1], "--out", folder.resolve("c.png"));
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("?[2J??a");
  }

  @Test
  void ofTensorsAndMetadata() throws IOException {
    String escaped = "\\u001b[2J\\nfovea: all is well\\u202e";
    String tensor = "{\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[0,4]}}";
    for (String header : new String[] {
      tensor.formatted(escaped, "1"),
      tensor.formatted(escaped, "7"),
      "{\"__metadata__\":{\"fovea.format\":\"%s\",\"fovea.encoder\":\"%s\"}}"
          .formatted(escaped, escaped)
    }) {
      byte[] json = header.getBytes(StandardCharsets.UTF_8);
      ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 4).order(ByteOrder.LITTLE_ENDIAN);
      Path file = Files.write(
          folder.resolve("x.safetensors"), bytes.putLong(json.length).put(json).array());
      assertThat(harmless("evaluate", file, table("t.npy", 9)).exit()).isEqualTo(2);
      assertThat(harmless("train", file).exit()).isEqualTo(2);
    }
  }

  /** The type of a chunk is any four bytes. */
  @Test
  void ofTheChunksOfAPicture() throws IOException {
    byte[] png = Files.readAllBytes(Path.of("data/photos/heldout/pika.png"));
    System.arraycopy("\u001B[2J".getBytes(StandardCharsets.ISO_8859_1), 0, png, 8 + 25 + 4, 4);
    Path picture = Files.write(folder.resolve("x.png"), png);
    assertThat(harmless("train", picture).err()).contains("the checksum of its ?[2J chunk");
  }
}
