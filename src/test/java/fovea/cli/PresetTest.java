package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.io.JsonFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PresetTest {
  @TempDir
  private Path folder;

  private JsonNode network(String... options) {
    Path run = folder.resolve("run" + options.length);
    String[] command = {
      "train",
      "--patches",
      "300",
      "--hidden",
      "4",
      "--iterations",
      "1",
      "--quiet",
      "--out",
      run.toString()
    };
    String[] all = Stream.of(command, options).flatMap(Arrays::stream).toArray(String[]::new);
    FoveaJar.Ended ended = FoveaJar.here((Object[]) all);
    assertThat(ended.exit()).as(ended.err()).isZero();
    return JsonFile.read(run.resolve("config.json")).get("network");
  }

  @Test
  void aNameStandsForHyperparametersAndOptionsReplaceTheirs() {
    JsonNode edges = network("--preset", "edges");
    assertThat(edges.get("lambda").doubleValue()).isEqualTo(5e-4);
    assertThat(edges.get("beta").doubleValue()).isEqualTo(0.5);
    assertThat(edges.get("rho").doubleValue()).isEqualTo(0.05);
    JsonNode replaced = network("--preset", "Edges", "--rho", "0.1");
    assertThat(replaced.get("beta").doubleValue()).isEqualTo(0.5);
    assertThat(replaced.get("rho").doubleValue()).isEqualTo(0.1);
    assertThat(network()).isEqualTo(network("--preset", "seed", "--beta", "0.2", "--rho", "0.5"));
  }

  @Test
  void anotherNameIsRefusedWithTheChoices() {
    FoveaJar.here("train", "--preset", "corners").isRefusal("must be seed or edges");
  }
}
