package fovea.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.kernels.Samples;
import org.junit.jupiter.api.Test;

class NormalEquationsTest {
  private static final int PARAMETERS = 6;
  private static final int RESIDUALS = 40;

  private final Samples samples = new Samples(81);
  private final double[][] columns = new double[PARAMETERS][];
  private final double[] factors = doubles(PARAMETERS);
  private final double[] residuals = doubles(RESIDUALS);

  NormalEquationsTest() {
    for (int k = 0; k < PARAMETERS; k++) columns[k] = doubles(RESIDUALS);
  }

  private double[] doubles(int count) {
    double[] values = new double[count];
    float[] drawn = samples.signed(count, 1);
    for (int i = 0; i < count; i++) values[i] = drawn[i];
    return values;
  }

  /** Column k of J at residual i. */
  private double slope(int i, int k) {
    return factors[k] * columns[k][i];
  }

  private double left(int i, double[] step) {
    double left = residuals[i];
    for (int k = 0; k < PARAMETERS; k++) left -= slope(i, k) * step[k];
    return left;
  }

  @Test
  void aStepWithHardlyAnyDampingLeavesNothingThatColumnsCouldExplain() {
    NormalEquations model = new NormalEquations(PARAMETERS);
    model.fit(columns, factors, residuals);
    double[] step = model.step(1e-14);
    for (int k = 0; k < PARAMETERS; k++) {
      double sum = 0;
      for (int i = 0; i < RESIDUALS; i++) sum += slope(i, k) * left(i, step);
      assertThat(sum).as("parameter %d", k).isCloseTo(0, within(1e-10));
    }
  }

  @Test
  void whatAStepPromisesIsWhatALinearModelGives() {
    NormalEquations model = new NormalEquations(PARAMETERS);
    model.fit(columns, factors, residuals);
    double longer = Double.POSITIVE_INFINITY;
    for (double damping : new double[] {1e-3, 0.1, 1, 10}) {
      double[] step = model.step(damping);
      double before = 0;
      double after = 0;
      double length = 0;
      for (int i = 0; i < RESIDUALS; i++) {
        before += residuals[i] * residuals[i];
        after += left(i, step) * left(i, step);
      }
      for (double part : step) length += part * part;
      assertThat(model.promised(step, damping)).isCloseTo(before - after, within(1e-10));
      assertThat(length).as("damping %s", damping).isLessThan(longer);
      longer = length;
    }
  }

  /** Or a step could run away where a parameter matters less than it did. */
  @Test
  void theDampingIsThatOfTheLargestCurvatureSoFar() {
    NormalEquations model = new NormalEquations(PARAMETERS);
    double[] large = factors.clone();
    for (int k = 0; k < PARAMETERS; k++) large[k] *= 10;
    model.fit(columns, large, residuals);
    model.fit(columns, factors, residuals);
    NormalEquations alone = new NormalEquations(PARAMETERS);
    alone.fit(columns, factors, residuals);
    double[] step = model.step(0.1);
    double[] expected = alone.step(10); // its diagonal is a hundredth
    for (int k = 0; k < PARAMETERS; k++)
      assertThat(step[k]).as("parameter %d", k).isCloseTo(expected[k], within(1e-12));
  }

  @Test
  void whereNothingChangesAnythingAStepPromisesNothing() {
    NormalEquations model = new NormalEquations(PARAMETERS);
    model.fit(new double[PARAMETERS][RESIDUALS], factors, residuals);
    assertThat(model.promised(model.step(1), 1) > 0).isFalse();
  }

  @Test
  void aParameterThatChangesNothingStays() {
    columns[2] = new double[RESIDUALS];
    NormalEquations model = new NormalEquations(PARAMETERS);
    model.fit(columns, factors, residuals);
    double[] step = model.step(0.1);
    assertThat(step).doesNotContain(Double.NaN);
    assertThat(step[2]).isZero();
  }
}
