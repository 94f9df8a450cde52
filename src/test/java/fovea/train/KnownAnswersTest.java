package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import fovea.diagnose.Float64Model;
import fovea.kernels.Team;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.optimize.Objective;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Costs that mlpack's tests publish, computed there with Octave: D=5, H=3, N=5, λ=β=0, all parameters equal. */
@Tag("numerics")
class KnownAnswersTest {
  private static final NetworkShape SHAPE = new NetworkShape(5, 3);
  private static final Hyperparameters NONE = new Hyperparameters(0, 0, 0.5);

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1.190472606540",
    "1, 2, 1.197585812647",
    "0, 1, 0.15",
    "0, 2, 0.15",
    "-1, 1, 0.048800332266",
    "-1, 2, 0.063466617408"
  })
  void costIsThePublishedOne(double parameter, int data, double expected) {
    double[] x = new double[25];
    for (int i = 0; i < 5; i++)
      for (int k = 0; k < 5; k++) x[i * 5 + k] = ((data == 1 ? i : k) + 1) / 10.0;
    double[] theta = new double[Parameters.count(SHAPE)];
    Arrays.fill(theta, parameter);
    // The published digits end at 1e-12.
    assertThat(new Float64Model(SHAPE, NONE, x).cost(theta).total())
        .isEqualTo(expected, offset(1e-12));

    float[] x32 = new float[25];
    for (int i = 0; i < 25; i++) x32[i] = (float) x[i];
    float[] theta32 = new float[theta.length];
    Arrays.fill(theta32, (float) parameter);
    try (Team team = new Team(1)) {
      Objective objective = new BatchObjective(SHAPE, NONE, x32, 5, team);
      assertThat(objective.valueAndGradient(theta32, new float[theta32.length]))
          .isEqualTo(expected, offset(1e-6));
    }
  }
}
