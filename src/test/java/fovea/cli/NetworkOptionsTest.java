package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.io.ModelFile;
import fovea.kernels.ActivationFunction;
import fovea.model.Architecture;
import fovea.model.NetworkShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code --encoder}, {@code --decoder} and {@code --tied}. */
class NetworkOptionsTest {
  @TempDir
  private Path folder;

  /** Values from about -3 to 3, which no sigmoid can reproduce. */
  private Path table() throws IOException {
    float[] values = new float[60 * 6];
    for (int i = 0; i < values.length; i++) values[i] = (i * 7 % 23 - 11) / 3.7f;
    return FoveaJar.npy(folder.resolve("x.npy"), values, 60, 6);
  }

  @Test
  void trainsAModelThatKeepsItsNetwork() throws IOException {
    Path data = table();
    Path run = folder.resolve("run");
    FoveaJar.Ended ended = FoveaJar.here(
        "train",
        data,
        "--hidden",
        4,
        "--encoder",
        "relu",
        "--decoder",
        "linear",
        "--tied",
        "--beta",
        0.01,
        "--iterations",
        20,
        "--out",
        run);
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("network 6-4-6 (relu encoder, linear decoder, tied)");
    Path model = run.resolve("model.safetensors");
    assertThat(ModelFile.read(model).network().architecture())
        .isEqualTo(new Architecture(
            new NetworkShape(6, 4), ActivationFunction.RELU, ActivationFunction.LINEAR, true));
    JsonNode network = JsonMapper.shared()
        .readTree(Files.readString(run.resolve("config.json")))
        .get("network");
    assertThat(network.get("encoder").asString()).isEqualTo("relu");
    assertThat(network.get("decoder").asString()).isEqualTo("linear");
    assertThat(network.get("tied").asBoolean()).isTrue();
    assertThat(network.get("rho").isNull()).isTrue();

    ended = FoveaJar.here("evaluate", model, data, "--json");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.errors()).isEmpty();
    JsonNode report = JsonMapper.shared().readTree(ended.out());
    double last = JsonMapper.shared()
        .readTree(Files.readString(run.resolve("config.json")))
        .at("/result/cost")
        .asDouble();
    assertThat(report.get("cost").asDouble()).isEqualTo(last);
    assertThat(report.get("explained_variance").asDouble()).isGreaterThan(0.1);
    assertThat(FoveaJar.here("evaluate", model, data, "--rho", 0.2).exit()).isEqualTo(2);

    ended = FoveaJar.here("check-gradient", data, "--model", model, "--coordinates", "all");
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out()).doesNotContain("W2").contains("tied");
  }

  @Test
  void aDenoisingAutoencoderIsTrainedOnWhatItDoesNotSee() throws IOException {
    Path clean = folder.resolve("clean");
    Path noisy = folder.resolve("noisy");
    for (Path run : new Path[] {clean, noisy}) {
      FoveaJar.Ended ended = FoveaJar.here(
          "train",
          "--patches",
          1300,
          "--hidden",
          20,
          "--iterations",
          15,
          "--corrupt",
          run.equals(noisy) ? 0.4 : 0,
          "--out",
          run,
          "--quiet");
      assertThat(ended.exit()).as(ended.err()).isZero();
    }
    JsonNode config = JsonMapper.shared().readTree(Files.readString(noisy.resolve("config.json")));
    assertThat(config.at("/data/corrupt").asDouble()).isEqualTo(0.4);
    // Training has to do without what is hidden; evaluate shows the network everything.
    JsonNode report = JsonMapper.shared()
        .readTree(FoveaJar.here(
                "evaluate",
                noisy.resolve("model.safetensors"),
                Path.of("data/photos/train").toAbsolutePath(),
                "--patches",
                1300,
                "--json")
            .out());
    assertThat(report.get("cost").asDouble())
        .isNotEqualTo(config.at("/result/cost").asDouble());
    assertThat(Files.readAllBytes(noisy.resolve("model.safetensors")))
        .isNotEqualTo(Files.readAllBytes(clean.resolve("model.safetensors")));
    FoveaJar.Ended check =
        FoveaJar.here("check-gradient", "--corrupt", 0.4, "--patches", 300, "--examples", 50);
    assertThat(check.exit()).as(check.out() + check.err()).isZero();
  }

  @Tag("slow")
  @Test
  void theGradientIsRightOnThePhotographs() {
    for (String encoder : new String[] {"tanh", "relu"}) {
      FoveaJar.Ended ended =
          FoveaJar.here("check-gradient", "--encoder", encoder, "--decoder", "linear");
      assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
      assertThat(ended.out()).doesNotContain("OFF").doesNotContain("lost");
    }
  }
}
