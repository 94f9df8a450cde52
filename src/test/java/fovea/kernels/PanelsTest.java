package fovea.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("numerics")
class PanelsTest {
  @Test
  void elementsStandWhereIndexSaysAndPaddingIsZero() {
    Samples samples = new Samples(11);
    for (int columns :
        new int[] {1, Lanes.PANEL - 1, Lanes.PANEL, Lanes.PANEL + 1, 3 * Lanes.PANEL + 5}) {
      int rows = samples.between(1, 20);
      int capacity = rows + samples.between(0, 5);
      float[] matrix = samples.signed(rows * columns, 1);
      float[] packed = new float[Panels.size(capacity, columns)];
      java.util.Arrays.fill(packed, Float.NaN);
      Panels.pack(matrix, 0, columns, 1, rows, columns, packed, 0, capacity);
      for (int r = 0; r < capacity; r++)
        for (int c = 0; c < Lanes.padded(columns); c++)
          assertThat(packed[Panels.index(capacity, r, c)])
              .isEqualTo(r < rows && c < columns ? matrix[r * columns + c] : 0f);
    }
  }

  @Test
  void unpackUndoesPackAlsoTransposed() {
    Samples samples = new Samples(12);
    int rows = 7;
    int columns = 2 * Lanes.PANEL + 3;
    float[] transposed = samples.signed(rows * columns, 1);
    float[] packed = new float[Panels.size(rows, columns)];
    Panels.pack(transposed, 0, 1, rows, rows, columns, packed, 0, rows);
    float[] back = new float[rows * columns];
    Panels.unpack(packed, 0, rows, rows, columns, back, 0, 1, rows);
    assertThat(back).isEqualTo(transposed);
  }
}
