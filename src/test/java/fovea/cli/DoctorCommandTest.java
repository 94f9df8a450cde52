package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code fovea doctor}. What it measures is the machine's affair. */
class DoctorCommandTest {
  @Test
  void tellsEverySection() {
    FoveaJar.Ended ended = FoveaJar.here("doctor");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.errors()).containsExactly("measuring, some seconds ...");
    assertThat(ended.out())
        .containsSubsequence(
            "fovea ",
            "java ",
            "compiler ",
            "vector API ",
            "vectors ",
            "multiply-add ",
            "processor ",
            "cores ",
            "memory ",
            "options ",
            "1 thread ",
            "step of 10,240 × 256-64-256: ",
            "answers ");
    assertThat(ended.out()).containsPattern("answers +6 of 6 published costs.* ok\n");
  }

  @Test
  void saysTheSameAsJson() {
    FoveaJar.Ended ended = FoveaJar.here("doctor", "--json");
    assertThat(ended.exit()).as(ended.err()).isZero();
    JsonNode report = JsonMapper.shared().readTree(ended.out());
    assertThat(report.at("/java/compiler").asString()).isEqualTo("C2");
    assertThat(report.at("/processor/vector_bits").asInt()).isPositive();
    assertThat(report.at("/speed/runs/0/peak_gflops").asDouble()).isPositive();
    assertThat(report.at("/answers/same_bits").asBoolean()).isTrue();
    assertThat(report.get("advice").isArray()).isTrue();
  }
}
