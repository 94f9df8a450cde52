package fovea.kernels;

import static fovea.kernels.Lanes.LARGE_TILE;
import static fovea.kernels.Lanes.MEDIUM_TILE;
import static fovea.kernels.Lanes.SMALL_TILE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes {@link MicroKernel}, whose methods differ in m, the rows of a tile, alone. The file is committed, so that it
 * can be read and the build needs nothing; {@link MicroKernelSourceTest} fails where it is not what this class writes.
 * After a change here or of the tiles in {@link Lanes}, compile, and in the root of the repository:
 *
 * <pre>  java -cp target/classes src/test/java/fovea/kernels/MicroKernelSource.java</pre>
 */
final class MicroKernelSource {
  static final Path FILE = Path.of("src/main/java/fovea/kernels/MicroKernel.java");

  private static final String HEAD = """
      package fovea.kernels;

      import static fovea.kernels.Lanes.F;
      import static fovea.kernels.Lanes.NOTHING;
      import static fovea.kernels.Lanes.PANEL;
      import static fovea.kernels.Lanes.V;

      import jdk.incubator.vector.FloatVector;

      /**
       * The register tiles: m rows × 2 vectors of a product, kept in registers while k runs. Every element is one
       * chain of fused multiply-adds over ascending k, so the size of a tile cannot change a bit of the result.
       *
       * <p>All operands are in the layout of {@link Panels}. docs/kernels.md draws them and says what each parameter
       * is; nothing is checked here.
       *
       * <p>The bodies are written out, because an accumulator has to be a local variable to stay in a register. They
       * differ in m alone: {@code MicroKernelSource}, among the tests, writes this file, and changes are made there.
       */
      final class MicroKernel {
        /** The constant trip count inside a panel that is not whole. */
        private static final int STEP = 4;

        private MicroKernel() {}

        // ---- C = start + A·B: the left operand's scalars come from m rows, PANEL apart; k runs along
        // its panels.
      """;

  private static final String COLUMNS = """

        // ---- C += Aᵀ·B: the left operand's scalars are m neighbours in a row of a panel; k runs down
        // the rows of both.
      """;

  private MicroKernelSource() {}

  public static void main(String[] args) throws IOException {
    Files.writeString(FILE, text());
  }

  /** The whole file. */
  static String text() {
    return HEAD
        + rows(LARGE_TILE)
        + moreRows(LARGE_TILE, true)
        + rows(SMALL_TILE)
        + moreRows(SMALL_TILE, false)
        + COLUMNS
        + columns(LARGE_TILE)
        + columns(MEDIUM_TILE)
        + columns(SMALL_TILE)
        + "}\n";
  }

  private static String rows(int m) {
    return """

          /** C[%1$d × PANEL] = 1·start + A[%1$d × panels·PANEL]·B[panels·PANEL × PANEL]: the whole panels of A. */
          static void rows%1$d(
              float[] a,
              int aAt,
              int aPanel,
              int panels,
              float[] b,
              int bAt,
              float[] start,
              int startAt,
              float[] c,
              int cAt) {
            FloatVector s0 = FloatVector.fromArray(F, start, startAt);
            FloatVector s1 = FloatVector.fromArray(F, start, startAt + V);
        """.formatted(m)
        + each(m, i -> "    FloatVector c%1$dx0 = s0, c%1$dx1 = s1;\n".formatted(i))
        + """
            for (int panel = 0; panel < panels; panel++) {
              int aPanelAt = aAt + panel * aPanel;
              int bPanelAt = bAt + panel * PANEL * PANEL;
              // A constant trip count: with any other C2 splits the loop (docs/kernels.md).
              for (int k = 0; k < PANEL; k++) {
        """
        + step(m, "bPanelAt + k * PANEL", "aPanelAt + k", "PANEL").indent(4)
        + "      }\n    }\n"
        + store(m);
  }

  /** @param stepped whether most of k goes in steps of a constant trip count */
  private static String moreRows(int m, boolean stepped) {
    return """

          /** C[%1$d × PANEL] = from + A[%1$d × depth]·B[depth × PANEL]: the last panel of A, when it is not whole. */
          static void moreRows%1$d(
              float[] a,
              int aAt,
              int depth,
              float[] b,
              int bAt,
              float[] from,
              int fromAt,
              int fromRow,
              float[] c,
              int cAt) {
        """.formatted(m)
        + load(m, "from", "fromAt", "fromRow")
        + (stepped ? steps(m) : "    for (int k = 0; k < depth; k++) {\n")
        + step(m, "bAt + k * PANEL", "aAt + k", "PANEL").indent(2)
        + "    }\n"
        + store(m);
  }

  /** All of k but the rest, and the head of the loop over the rest. */
  private static String steps(int m) {
    return """
            int k = 0;
            for (; k <= depth - STEP; k += STEP) {
              for (int i = 0; i < STEP; i++) {
        """ + step(m, "bAt + (k + i) * PANEL", "aAt + k + i", "PANEL").indent(4) + """
              }
            }
            for (; k < depth; k++) {
        """;
  }

  private static String columns(int m) {
    return """

          /** C[%1$d × PANEL] += A[depth × %1$d]ᵀ·B[depth × PANEL], A and B each inside one panel. */
          static void columns%1$d(float[] a, int aAt, int depth, float[] b, int bAt, float[] c, int cAt) {
        """.formatted(m)
        + load(m, "c", "cAt", "PANEL")
        + "    for (int k = 0; k < depth; k++) {\n"
        + step(m, "bAt + k * PANEL", "aAt + k * PANEL", "1").indent(2)
        + "    }\n"
        + store(m);
  }

  /** The accumulators begin with what is in an array. */
  private static String load(int m, String array, String at, String row) {
    return each(m, i -> """
            FloatVector c%1$dx0 = FloatVector.fromArray(F, %2$s, %3$s);
            FloatVector c%1$dx1 = FloatVector.fromArray(F, %2$s, %3$s + V);
        """.formatted(i, array, at + times(i, row)));
  }

  /**
   * One k: 2 vectors of B, and m broadcasts of A that are multiplied with them.
   *
   * @param b where the row of B is
   * @param a where the first scalar of A is
   * @param apart floats between the scalars of A
   */
  private static String step(int m, String b, String a, String apart) {
    return """
            FloatVector b0 = FloatVector.fromArray(F, b, %1$s);
            FloatVector b1 = FloatVector.fromArray(F, b, %1$s + V);
            int p = %2$s;
        """.formatted(b, a) + each(m, i -> """
                FloatVector a%1$d = FloatVector.broadcast(F, a[p%2$s]);
                c%1$dx0 = a%1$d.fma(b0, c%1$dx0);
                c%1$dx1 = a%1$d.fma(b1, c%1$dx1);
            """.formatted(i, times(i, apart)));
  }

  /** The accumulators into C, and the end of the method. */
  private static String store(int m) {
    return "    FloatVector nothing = FloatVector.broadcast(F, NOTHING);\n"
        + each(m, i -> """
            nothing.add(c%1$dx0).intoArray(c, cAt%2$s);
            nothing.add(c%1$dx1).intoArray(c, cAt%2$s + V);
        """.formatted(i, times(i, "PANEL"))) + "  }\n";
  }

  /** What is added to the place of the first row to come to row i. */
  private static String times(int i, String row) {
    if (i == 0) return "";
    return " + " + (row.equals("1") ? i : i == 1 ? row : i + " * " + row);
  }

  private static String each(int m, IntFunction<String> row) {
    return IntStream.range(0, m).mapToObj(row).collect(Collectors.joining());
  }
}
