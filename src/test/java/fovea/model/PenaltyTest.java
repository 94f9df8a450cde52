package fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import fovea.kernels.ActivationFunction;
import org.junit.jupiter.api.Test;

/** The shift of a unit's input, by the activation that it leads to. */
class PenaltyTest {
  private static double activation(ActivationFunction encoder, double z) {
    return switch (encoder) {
      case TANH -> Math.tanh(z);
      case RELU -> Math.max(0, z);
      case LINEAR -> z;
      case SIGMOID -> 1 / (1 + Math.exp(-z));
    };
  }

  @Test
  void theShiftLeadsToRho() {
    for (ActivationFunction encoder :
        new ActivationFunction[] {ActivationFunction.SIGMOID, ActivationFunction.TANH})
      for (double rho : new double[] {0.01, 0.05, 0.5, 0.9})
        for (double z : new double[] {-6, -1, 0, 0.3, 5}) {
          Hyperparameters h = new Hyperparameters(0, 3, rho);
          double before = Penalty.rhoHat(encoder, activation(encoder, z));
          double shift = Penalty.shift(encoder, h, before, 1 - before);
          double after = Penalty.rhoHat(encoder, activation(encoder, z + shift));
          // A mean activation within 6e-6 of an end, as tanh has it at −6, has lost five digits of
          // sixteen.
          assertThat(after).as("%s from %s to %s", encoder, z, rho).isEqualTo(rho, offset(1e-9));
        }
  }

  @Test
  void whereNothingIsAskedForThereIsNone() {
    assertThat(Penalty.shift(ActivationFunction.SIGMOID, new Hyperparameters(0, 0, 0.1), 0.5, 0.5))
        .isZero();
    assertThat(Penalty.shift(ActivationFunction.RELU, new Hyperparameters(0, 3, 0.1), 0.5, 0.5))
        .isZero();
  }
}
