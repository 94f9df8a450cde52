package fovea.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The products against the oracle, bit for bit. */
@Tag("numerics")
class MatMulTest {
  private static final float SENTINEL = 12345.678f;

  /** Sizes around everything that the tiles could trip over. */
  private static final int[] SIZES = {
    1, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 24, 25, 31, 32, 33, 49, 63, 64, 65, 100
  };

  @Test
  void productEqualsTheOracle() {
    Samples samples = new Samples(21);
    for (int rows : SIZES) {
      for (int t = 0; t < 12; t++) {
        int columns = SIZES[samples.between(0, SIZES.length - 1)];
        int depth = SIZES[samples.between(0, SIZES.length - 1)];
        checkProduct(samples, rows, columns, depth);
      }
    }
  }

  private static void checkProduct(Samples samples, int rows, int columns, int depth) {
    int capacity = Lanes.roundUp(rows, Lanes.ROW_MULTIPLE);
    float[] a = samples.signed(rows * depth, 2);
    float[] b = samples.signed(depth * columns, 2);
    float[] start = Arrays.copyOf(samples.signed(columns, 3), Lanes.padded(columns));
    float[] expected = new float[rows * columns];
    ScalarKernels.fillRows(start, rows, columns, expected);
    ScalarKernels.multiply(
        rows, columns, depth, a, 0, depth, 1, b, 0, columns, 1, expected, 0, columns);

    float[] aPanels = new float[Panels.size(capacity, depth)];
    Panels.pack(a, 0, depth, 1, rows, depth, aPanels, 0, capacity);
    float[] bPanels = new float[Panels.size(depth, columns)];
    Panels.pack(b, 0, columns, 1, depth, columns, bPanels, 0, depth);
    int cAt = 3;
    float[] c = new float[cAt + Panels.size(capacity, columns) + 5];
    Arrays.fill(c, SENTINEL);
    MatMul.product(rows, columns, depth, capacity, aPanels, 0, bPanels, start, c, cAt);

    float[] actual = new float[rows * columns];
    Panels.unpack(c, cAt, capacity, rows, columns, actual, 0, columns, 1);
    assertThat(actual).as("%d x %d, depth %d", rows, columns, depth).isEqualTo(expected);
    for (int i = 0; i < cAt; i++) assertThat(c[i]).isEqualTo(SENTINEL);
    for (int i = c.length - 5; i < c.length; i++) assertThat(c[i]).isEqualTo(SENTINEL);
  }

  @Test
  void transposedProductEqualsTheOracleAndAccumulates() {
    Samples samples = new Samples(22);
    for (int depth : SIZES) {
      for (int t = 0; t < 12; t++) {
        int rows = SIZES[samples.between(0, SIZES.length - 1)];
        int columns = SIZES[samples.between(0, SIZES.length - 1)];
        checkTransposedProduct(samples, rows, columns, depth);
      }
    }
  }

  private static void checkTransposedProduct(Samples samples, int rows, int columns, int depth) {
    int capacity = Lanes.roundUp(depth, Lanes.ROW_MULTIPLE);
    float[] a = samples.signed(depth * rows, 2);
    float[] b = samples.signed(depth * columns, 2);
    float[] expected = samples.signed(rows * columns, 2);
    int cAt = 2;
    int cCapacity = Lanes.padded(rows);
    int cSize = Panels.size(cCapacity, columns);
    float[] c = new float[cAt + cSize + 5];
    Panels.pack(expected, 0, columns, 1, rows, columns, c, cAt, cCapacity);
    Arrays.fill(c, 0, cAt, SENTINEL);
    Arrays.fill(c, cAt + cSize, c.length, SENTINEL);
    ScalarKernels.multiply(
        rows, columns, depth, a, 0, 1, rows, b, 0, columns, 1, expected, 0, columns);

    float[] aPanels = new float[Panels.size(capacity, rows)];
    Panels.pack(a, 0, rows, 1, depth, rows, aPanels, 0, capacity);
    float[] bPanels = new float[Panels.size(capacity, columns)];
    Panels.pack(b, 0, columns, 1, depth, columns, bPanels, 0, capacity);
    MatMul.transposedProduct(rows, columns, depth, capacity, aPanels, 0, bPanels, 0, c, cAt);

    float[] actual = new float[rows * columns];
    Panels.unpack(c, cAt, cCapacity, rows, columns, actual, 0, columns, 1);
    assertThat(actual).as("%d x %d, depth %d", rows, columns, depth).isEqualTo(expected);
    for (int i = 0; i < cAt; i++) assertThat(c[i]).isEqualTo(SENTINEL);
    for (int i = cAt + cSize; i < c.length; i++) assertThat(c[i]).isEqualTo(SENTINEL);
  }
}
