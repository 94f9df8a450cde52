package fovea.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SquareMatrixTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 0", "3, 13", "32, 97", "75, 200"})
  void agreesWithTheDefinition(int size, int n) {
    Samples samples = new Samples(11);
    float[] m = samples.pixels(size * size);
    float[] x = samples.pixels(n * size);
    float[] found = new SquareMatrix(size, m).product(x, n);
    float[] expected = new float[n * size];
    for (int i = 0; i < n; i++)
      for (int j = 0; j < size; j++) {
        float sum = 0;
        for (int k = 0; k < size; k++) sum = Math.fma(x[i * size + k], m[k * size + j], sum);
        expected[i * size + j] = sum;
      }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void refusesAnotherNumberOfElements() {
    assertThatThrownBy(() -> new SquareMatrix(2, new float[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
