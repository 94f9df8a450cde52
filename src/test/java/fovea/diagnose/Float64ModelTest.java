package fovea.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import fovea.kernels.Samples;
import fovea.model.Cost;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import org.junit.jupiter.api.Test;

class Float64ModelTest {
  @Test
  void gradientAgreesWithCentralDifferencesInEveryBlock() {
    Samples samples = new Samples(71);
    NetworkShape shape = new NetworkShape(7, 4);
    for (Hyperparameters h : new Hyperparameters[] {
      Hyperparameters.DEFAULT,
      new Hyperparameters(0, 0, 0.5),
      new Hyperparameters(0.01, 0, 0.5),
      new Hyperparameters(0, 1.5, 0.1)
    }) {
      double[] x = Samples.toDouble(samples.pixels(23 * 7));
      double[] theta = Samples.toDouble(samples.signed(Parameters.count(shape), 0.8));
      Float64Model model = new Float64Model(shape, h, x);
      double[] gradient = new double[theta.length];
      assertThat(model.valueAndGradient(theta, gradient)).isEqualTo(model.cost(theta));
      int[] ends = {
        0, Parameters.b1(shape), Parameters.w2(shape), Parameters.b2(shape), theta.length
      };
      for (int block = 0; block < 4; block++) {
        double error = 0;
        double norm = 0;
        for (int i = ends[block]; i < ends[block + 1]; i++) {
          // The step that balances rounding, 2^-53/e, against the truncation, e²: the cube root of
          // 2^-53, about 5e-6.
          double e = 5e-6;
          double[] moved = theta.clone();
          moved[i] = theta[i] + e;
          double up = model.cost(moved).total();
          moved[i] = theta[i] - e;
          double difference = (up - model.cost(moved).total()) / (2 * e);
          error += (difference - gradient[i]) * (difference - gradient[i]);
          norm += gradient[i] * gradient[i];
        }
        assertThat(Math.sqrt(error / norm)).as("block %d, %s", block, h).isLessThan(1e-7);
      }
    }
  }

  @Test
  void partsOfTheCostAreWhatTheirFormulasSay() {
    // One example, one input, one unit, all parameters 0: a = o = 1/2.
    NetworkShape shape = new NetworkShape(1, 1);
    Float64Model model =
        new Float64Model(shape, new Hyperparameters(2, 3, 0.2), new double[] {0.1});
    Cost cost = model.cost(new double[] {0, 0, 0, 0});
    assertThat(cost.reconstruction()).isEqualTo(0.08, offset(1e-15));
    assertThat(cost.weightDecay()).isZero();
    assertThat(cost.sparsity())
        .isEqualTo(3 * (0.2 * Math.log(0.2 / 0.5) + 0.8 * Math.log(0.8 / 0.5)), offset(1e-15));
    double[] weights = {2, 5, 3, 7};
    assertThat(model.cost(weights).weightDecay()).isEqualTo(4 + 9, offset(1e-15));
  }
}
