package fovea.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("numerics")
class TeamProductTest {
  @Test
  void equalsTheOracle() {
    Samples samples = new Samples(33);
    for (int rows : new int[] {1, 5, 12, 13, 35, 36, 37, 70, 200})
      for (int width : new int[] {1, 2, 15, 16, 17, 33, 65}) {
        float[] x = samples.signed(rows * width, 1);
        double[] m = Samples.toDouble(samples.signed(width * width, 1));
        float[] expected = new float[rows * width];
        for (int r = 0; r < rows; r++)
          for (int c = 0; c < width; c++) {
            float sum = 0;
            for (int k = 0; k < width; k++)
              sum = Math.fma(x[r * width + k], (float) m[k * width + c], sum);
            expected[r * width + c] = sum;
          }
        for (int threads : new int[] {1, 2, 5})
          try (Team team = new Team(threads)) {
            TeamProduct product = new TeamProduct(width, team);
            product.matrix(m);
            float[] seen = new float[rows * width];
            float[] out = new float[rows * width];
            product.multiply(
                rows,
                (row, to, at) -> System.arraycopy(x, row * width, to, at, width),
                (row, of, its, at) -> {
                  System.arraycopy(of, at, seen, row * width, width);
                  System.arraycopy(its, at, out, row * width, width);
                });
            assertThat(seen).containsExactly(x);
            assertThat(out).containsExactly(expected);
          }
      }
  }
}
