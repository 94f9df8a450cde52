package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.diagnose.FaultyObjective;
import fovea.diagnose.FaultyObjective.Fault;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code check-gradient} on the photographs, on tables, and with a gradient that was broken on purpose. */
class CheckGradientCommandTest {
  @TempDir
  private Path folder;

  private static FoveaJar.Ended run(Fault fault, String... more) {
    CommandLine line = new CommandLine(new CheckGradientCommand(
        (network, h, x, target, n, team) -> new FaultyObjective(network.shape(), h, x, n, fault)));
    String[] arguments = {
      "--patches", "700", "--hidden", "9", "--coordinates", "5", "--patch-size", "8"
    };
    String[] all =
        Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
    return Console.run(() -> line.setCaseInsensitiveEnumValuesAllowed(true).execute(all));
  }

  @Test
  void saysWhereItIsOffAndExitsWithOne() {
    FoveaJar.Ended ended = run(Fault.SPARSITY_HAS_THE_WRONG_SIGN);
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out())
        .containsPattern("W1 \\(5\\) +\\S+ +ok +\\S+ +ok +2.0e\\+00 +OFF +\\S+ +OFF\n")
        .containsPattern("W2 \\(5\\) +\\S+ +ok +\\S+ +ok +0 +ok +\\S+ +ok\n")
        .contains("OFF: b1, sparsity: 2.0e+00, rounding explains ")
        .contains("The gradient is wrong");
    assertThat(run(Fault.SUM_INSTEAD_OF_MEAN, "--json").exit()).isEqualTo(1);
  }

  @Test
  void doesNotCallRightWhatRoundingHides() {
    FoveaJar.Ended ended = run(Fault.NONE, "--beta", "1e-9");
    assertThat(ended.out())
        .contains("lost: W1, sparsity", "lost: b1, sparsity")
        .contains("The gradient is right wherever it can be told from rounding. A fault below ")
        .doesNotContain("rounding explains every difference");
    assertThat(ended.exit()).isZero();
  }

  @Test
  void theSameWithoutTheFaultIsRight() {
    FoveaJar.Ended ended = run(Fault.NONE);
    assertThat(ended.out()).contains("The gradient is right").doesNotContain("OFF");
    assertThat(ended.exit()).isZero();
  }

  private static void passes(String examples, Object... arguments) {
    FoveaJar.Ended ended = FoveaJar.here(arguments);
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.errors()).isEmpty();
    assertThat(ended.out())
        .contains(examples + " of 10,240 examples from the built-in training photographs")
        .contains("256-64-256")
        .containsPattern("W1 \\(25\\)( +\\S+ +ok){4}\n")
        .containsPattern("b1 \\(25\\)( +\\S+ +ok){4}\n")
        .containsPattern("W2 \\(25\\)( +\\S+ +ok){4}\n")
        .containsPattern("b2 \\(25\\)( +\\S+ +ok){4}\n")
        .contains("\nThe gradient is right: rounding explains every difference. A fault below ");
  }

  @Test
  void passesOnThePhotographs() {
    passes("100", "check-gradient", "--examples", 100);
  }

  @Tag("slow")
  @Test
  void passesOnAsManyExamplesAsUsual() {
    passes("1,000", "check-gradient");
  }

  @Test
  void checksAModelWithItsSettingsAndEveryParameterOfATable() throws IOException {
    NetworkShape shape = new NetworkShape(4, 3);
    Path model = FoveaJar.model(
        folder.resolve("m.safetensors"), shape, 8, new Hyperparameters(0.01, 2, 0.1));
    float[] values = new float[12 * 4];
    for (int i = 0; i < values.length; i++) values[i] = (i * 7 % 11) / 11f;
    Path data = FoveaJar.npy(folder.resolve("x.npy"), values, 12, 4);
    FoveaJar.Ended ended = FoveaJar.here(
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
    Object[] all =
        Stream.concat(Stream.of("check-gradient"), Arrays.stream(arguments)).toArray();
    FoveaJar.here(all).isRefusal(why);
  }
}
