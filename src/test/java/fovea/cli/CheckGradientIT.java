package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.io.ModelFile;
import fovea.io.StoredModel;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code fovea check-gradient}, with the real jar. */
class CheckGradientIT {
  @TempDir
  private Path folder;

  @Test
  void passesOnThePhotographs() {
    FoveaJar.Ended ended = FoveaJar.run("check-gradient");
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.errors()).isEmpty();
    assertThat(ended.out())
        .contains("1,000 of 10,240 examples from the built-in training photographs")
        .contains("256-64-256")
        .containsPattern("W1 \\(25\\)( +\\S+ +ok){4}\n")
        .containsPattern("b1 \\(25\\)( +\\S+ +ok){4}\n")
        .containsPattern("W2 \\(25\\)( +\\S+ +ok){4}\n")
        .containsPattern("b2 \\(25\\)( +\\S+ +ok){4}\n")
        .contains("\nThe gradient is right: rounding explains every difference. A fault below ");
  }

  @Test
  void checksAModelWithItsSettingsAndEveryParameterOfATable() throws IOException {
    NetworkShape shape = new NetworkShape(4, 3);
    Path model = folder.resolve("m.safetensors");
    ModelFile.write(
        model,
        new StoredModel(
            new Autoencoder(shape, Parameters.random(shape, 8)),
            new Hyperparameters(0.01, 2, 0.1),
            Optional.empty()));
    float[] values = new float[12 * 4];
    for (int i = 0; i < values.length; i++) values[i] = (i * 7 % 11) / 11f;
    Path data = FoveaJar.npy(folder.resolve("x.npy"), values, 12, 4);
    FoveaJar.Ended ended = FoveaJar.run(
        "check-gradient", data, "--model", model, "--coordinates", "all", "--rho", 0.2, "--json");
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    JsonNode report = JsonMapper.shared().readTree(ended.out());
    assertThat(report.get("right").asBoolean()).isTrue();
    assertThat(report.get("examples").asInt()).isEqualTo(12);
    assertThat(report.get("network").asString()).isEqualTo("4-3-4");
    assertThat(report.get("lambda").asDouble()).isEqualTo(0.01);
    assertThat(report.get("rho").asDouble()).isEqualTo(0.2);
    assertThat(report.get("findings").size()).isEqualTo(16);
    assertThat(report.at("/findings/0/coordinates").asInt()).isEqualTo(12);
    assertThat(report.at("/findings/1/term").asString()).isEqualTo("weight_decay");
    assertThat(report.at("/findings/1/verdict").asString()).isEqualTo("ok");
    assertThat(report.at("/findings/1/relative_error").asDouble()).isBetween(0.0, 1e-3);

    refused("takes 4 values an example", "--model", model, "--patches", 50);
    refused("leave --hidden out", data, "--model", model, "--hidden", 5);
    float[] saturated = Parameters.random(shape, 1);
    saturated[Parameters.b1(shape)] = 1e3f;
    Path always = folder.resolve("always.safetensors");
    ModelFile.write(
        always,
        new StoredModel(
            new Autoencoder(shape, saturated), Hyperparameters.DEFAULT, Optional.empty()));
    refused("cost is not finite", data, "--model", always);
  }

  @Test
  void badInputGetsOneLine() {
    refused("--examples must be at least 1", "--examples", 0);
    refused("--coordinates must be", "--coordinates", "some");
    refused("--coordinates must be", "--coordinates", 0);
    refused("beta", "--beta", -1);
    refused("no such file", folder.resolve("nowhere"));
  }

  private static void refused(String why, Object... arguments) {
    Object[] all = java.util.stream.Stream.concat(
            java.util.stream.Stream.of("check-gradient"), Arrays.stream(arguments))
        .toArray();
    FoveaJar.here(all).isRefusal(why);
  }
}
