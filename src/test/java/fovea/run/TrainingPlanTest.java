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
}
