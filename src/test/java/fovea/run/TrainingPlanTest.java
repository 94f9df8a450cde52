package fovea.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TrainingPlanTest {
  @Test
  void theFirstEvaluationsAreSlow() {
    double[] times = {1, 0.5, 0.25, 0.125, 0.0625, 0.0625, 0.0625, 0.0625};
    assertThat(TrainingPlan.seconds(times, 1)).as("a tiny run has no fast ones").isEqualTo(1);
    assertThat(TrainingPlan.seconds(times, 3)).isEqualTo(1.75);
    assertThat(TrainingPlan.seconds(times, 1000))
        .isCloseTo(2.125 + 992 * 0.0625, Offset.offset(1e-9));
    assertThat(TrainingPlan.seconds(new double[] {2}, 10)).isEqualTo(20);
  }

  @Test
  void durationsHaveTheDigitsThatMatter() {
    assertThat(TrainingPlan.duration(0.00125)).isEqualTo("1.25 ms");
    assertThat(TrainingPlan.duration(0.9994)).isEqualTo("999 ms");
    assertThat(TrainingPlan.duration(0.9999)).isEqualTo("1.0 seconds");
    assertThat(TrainingPlan.duration(9.94)).isEqualTo("9.9 seconds");
    assertThat(TrainingPlan.duration(9.99)).isEqualTo("10 seconds");
    assertThat(TrainingPlan.duration(300)).isEqualTo("5 minutes");
    assertThat(TrainingPlan.duration(9000)).isEqualTo("2.5 hours");
  }
}
