package fovea.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.Notes;
import fovea.kernels.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConjugateGradientTest {
  private static int iterations(Optimizer optimizer, Quadratic quadratic) {
    List<Step> steps = new ArrayList<>();
    optimizer.minimize(
        quadratic, new float[quadratic.size()], new Limits(1000, 1e-3), (step, at) -> {
          steps.add(step);
          return true;
        });
    return steps.getLast().iteration();
  }

  /**
   * On a quadratic, conjugate directions with exact line searches end after as many iterations as there are different
   * eigenvalues (Nocedal and Wright, theorem 5.4); these searches are good, not exact. Steepest descent needs a
   * number that grows with the condition number, here 400.
   */
  @Test
  void fewEigenvaluesNeedFewIterations() {
    float[] minimum = new Samples(111).signed(60, 2);
    Quadratic three = Quadratic.withEigenvalues(minimum, 1, 30, 400);
    int found = iterations(new ConjugateGradient(), three);
    Notes.take("three eigenvalues: %d iterations", found);
    assertThat(found).isLessThanOrEqualTo(9);
    assertThat(iterations(new GradientDescent(1 / 400.0, 0, false), three)).isGreaterThan(500);
  }

  @Test
  void everyIterationLowersTheCost() {
    float[] minimum = new Samples(112).signed(60, 2);
    List<Step> steps = new ArrayList<>();
    new ConjugateGradient()
        .minimize(
            Quadratic.tridiagonal(minimum),
            new float[60],
            new Limits(100, 1e-3),
            (step, at) -> steps.add(step));
    for (int i = 1; i < steps.size(); i++)
      assertThat(steps.get(i).cost()).isLessThan(steps.get(i - 1).cost());
    // The bound for a condition number of 5, ((√5 − 1)/(√5 + 1))^k, is 1e-5 at k = 12.
    assertThat(steps.size()).isLessThan(25);
  }
}
