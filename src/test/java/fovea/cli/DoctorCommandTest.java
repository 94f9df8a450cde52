package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.diagnose.Diagnosis;
import fovea.diagnose.DiagnosisAdvice;
import fovea.diagnose.DiagnosisAnswers;
import fovea.diagnose.DiagnosisCpu;
import fovea.diagnose.DiagnosisFacts;
import fovea.diagnose.DiagnosisSpeed;
import fovea.diagnose.DiagnosisVm;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** {@code fovea doctor}, which measures once here. What it measures is the machine's affair. */
class DoctorCommandTest {
  private static final JsonMapper JSON = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .build();

  private static JsonNode report;

  @BeforeAll
  static void measure() {
    FoveaJar.Ended ended = FoveaJar.here("doctor", "--json");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.errors()).containsExactly("measuring, some seconds ...");
    report = JSON.readTree(ended.out());
  }

  @Test
  void measuresAndChecks() {
    assertThat(report.at("/java/compiler").asString()).isEqualTo("C2");
    assertThat(report.at("/processor/vector_bits").asInt()).isPositive();
    assertThat(report.at("/speed/runs/0/peak_gflops").asDouble()).isPositive();
    assertThat(report.at("/answers/same_bits").asBoolean()).isTrue();
    assertThat(report.get("advice").isArray()).isTrue();
  }

  @Test
  void tellsEverySection() {
    FoveaJar.Ended ended = Console.run(() -> {
      DoctorCommand.print(diagnosis());
      return 0;
    });
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

  /** What the JSON holds is all that is printed. */
  private static Diagnosis diagnosis() {
    DiagnosisFacts facts = new DiagnosisFacts(
        part("java", DiagnosisVm.class),
        part("processor", DiagnosisCpu.class),
        part("speed", DiagnosisSpeed.class),
        part("answers", DiagnosisAnswers.class));
    return new Diagnosis(facts, List.of(part("advice", DiagnosisAdvice[].class)));
  }

  private static <T> T part(String name, Class<T> type) {
    return JSON.treeToValue(report.get(name), type);
  }
}
