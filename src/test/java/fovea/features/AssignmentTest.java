package fovea.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.Notes;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against all assignments there are. */
class AssignmentTest {
  @Test
  void hasTheLargestSum() {
    long seed = 31;
    Notes.take("seed %d", seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < 2000; trial++) {
      int rows = random.nextInt(0, 6);
      int columns = rows + random.nextInt(0, 3);
      boolean ties = trial % 2 == 0;
      double[][] value = new double[rows][columns];
      for (double[] row : value)
        Arrays.setAll(row, j -> ties ? random.nextInt(-2, 3) : random.nextDouble(-1, 1));
      int[] column = Assignment.of(value);
      assertThat(Arrays.stream(column).distinct().count()).isEqualTo(rows);
      double sum = 0;
      for (int i = 0; i < rows; i++) sum += value[i][column[i]];
      assertThat(sum).as("trial %d", trial).isCloseTo(best(value, 0, 0), within(1e-12));
    }
  }

  private static double best(double[][] value, int row, int taken) {
    if (row == value.length) return 0;
    double best = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < value[row].length; j++)
      if ((taken & 1 << j) == 0)
        best = Math.max(best, value[row][j] + best(value, row + 1, taken | 1 << j));
    return best;
  }

  @Test
  void refusesMoreRowsThanColumns() {
    assertThatThrownBy(() -> Assignment.of(new double[][] {{1}, {2}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 rows and only 1 columns");
  }
}
