package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
