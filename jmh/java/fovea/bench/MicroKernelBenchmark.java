package fovea.bench;

import fovea.kernels.Lanes;
import fovea.kernels.MatMul;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The register tiles alone: 12 rows by one panel with everything in the first-level cache, or as near to it as their
 * depth lets them. What the products lose against these figures is lost to the second-level cache and beyond.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class MicroKernelBenchmark {
  private static final int ROWS = Lanes.ROW_MULTIPLE;

  /** Floats in a row of a panel. */
  static final int PANEL = Lanes.padded(1);

  /** Terms of a sum: k of the rows kernel, examples of the columns kernel. */
  @Param({"64", "256"})
  private int depth;

  private float[] a;
  private float[] b;
  private float[] start;
  private float[] c;

  static double rowsFlops(int depth) {
    return 2.0 * ROWS * PANEL * depth;
  }

  static double columnsFlops(int depth) {
    return 2.0 * PANEL * PANEL * depth;
  }

  /** Fills the operands and holds both kernels against plain loops. */
  @Setup(Level.Trial)
  public void prepare() {
    a = Synthetic.uniform(1, ROWS * Lanes.padded(depth) + PANEL * depth, -1, 1);
    b = Synthetic.uniform(2, PANEL * depth, -1, 1);
    start = new float[PANEL];
    c = new float[PANEL * PANEL];

    rows();
    for (int r = 0; r < ROWS; r++)
      for (int j = 0; j < PANEL; j++) {
        float sum = 0;
        for (int k = 0; k < depth; k++)
          sum =
              Math.fma(a[k / PANEL * ROWS * PANEL + r * PANEL + k % PANEL], b[k * PANEL + j], sum);
        require(c[r * PANEL + j] == sum);
      }

    Arrays.fill(c, 0f);
    columns();
    for (int i = 0; i < PANEL; i++)
      for (int j = 0; j < PANEL; j++) {
        float sum = 0;
        for (int k = 0; k < depth; k++) sum = Math.fma(a[k * PANEL + i], b[k * PANEL + j], sum);
        require(c[i * PANEL + j] == sum);
      }
  }

  private static void require(boolean same) {
    if (!same) throw new IllegalStateException("the kernel does not agree with plain loops");
  }

  /** The tile of X·W1ᵀ, A·W2ᵀ and δ3·W2. */
  @Benchmark
  public float[] rows() {
    MatMul.product(ROWS, PANEL, depth, ROWS, a, 0, b, start, c, 0);
    return c;
  }

  /** The tiles of Xᵀ·δ2 and δ3ᵀ·A over one panel of each. */
  @Benchmark
  public float[] columns() {
    MatMul.transposedProduct(PANEL, PANEL, depth, depth, a, 0, b, 0, c, 0);
    return c;
  }
}
