package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code fovea doctor} in a virtual machine that FOVEA_OPTS makes slow, which takes half a minute. DiagnosisVmIT shows
 * in less what it knows of FOVEA_OPTS, DiagnosisAdviceTest what it advises.
 */
class DoctorIT {
  @Tag("slow")
  @Test
  void saysTheSameAsJsonAndWhatToChange() {
    FoveaJar.Ended ended =
        FoveaJar.run(Map.of("FOVEA_OPTS", "-XX:TieredStopAtLevel=1"), "doctor", "--json");
    assertThat(ended.exit()).as(ended.err()).isZero();
    JsonNode report = JsonMapper.builder().build().readTree(ended.out());
    assertThat(report.at("/java/compiler").asString()).isEqualTo("C1");
    assertThat(report.at("/java/fovea_opts").asString()).isEqualTo("-XX:TieredStopAtLevel=1");
    assertThat(report.at("/processor/vector_bits").asInt()).isPositive();
    assertThat(report.at("/speed/runs/0/peak_gflops").asDouble()).isPositive();
    assertThat(report.at("/answers/same_bits").asBoolean()).isTrue();
    assertThat(report.at("/advice/0/topic").asString()).isEqualTo("compiler");
    assertThat(report.at("/advice/0/text").asString())
        .endsWith("take -XX:TieredStopAtLevel=1 out of FOVEA_OPTS.");
  }
}
