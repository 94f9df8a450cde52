package fovea.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.kernels.Team;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("numerics")
class DiagnosisAnswersTest {
  @Test
  void areRightHere() {
    for (int threads : new int[] {1, 3})
      try (Team team = new Team(threads)) {
        DiagnosisAnswers answers = DiagnosisAnswers.check(team);
        assertThat(answers).isEqualTo(new DiagnosisAnswers(DiagnosisAnswers.PUBLISHED, true, true));
        assertThat(answers.right()).isTrue();
      }
  }
}
