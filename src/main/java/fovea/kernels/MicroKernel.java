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

  /** C[12 × PANEL] = 1·start + A[12 × panels·PANEL]·B[panels·PANEL × PANEL]: the whole panels of A. */
  static void rows12(
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
    FloatVector c0x0 = s0, c0x1 = s1;
    FloatVector c1x0 = s0, c1x1 = s1;
    FloatVector c2x0 = s0, c2x1 = s1;
    FloatVector c3x0 = s0, c3x1 = s1;
    FloatVector c4x0 = s0, c4x1 = s1;
    FloatVector c5x0 = s0, c5x1 = s1;
    FloatVector c6x0 = s0, c6x1 = s1;
    FloatVector c7x0 = s0, c7x1 = s1;
    FloatVector c8x0 = s0, c8x1 = s1;
    FloatVector c9x0 = s0, c9x1 = s1;
    FloatVector c10x0 = s0, c10x1 = s1;
    FloatVector c11x0 = s0, c11x1 = s1;
    for (int panel = 0; panel < panels; panel++) {
      int aPanelAt = aAt + panel * aPanel;
      int bPanelAt = bAt + panel * PANEL * PANEL;
      // A constant trip count: with any other C2 splits the loop (docs/kernels.md).
      for (int k = 0; k < PANEL; k++) {
        FloatVector b0 = FloatVector.fromArray(F, b, bPanelAt + k * PANEL);
        FloatVector b1 = FloatVector.fromArray(F, b, bPanelAt + k * PANEL + V);
        int p = aPanelAt + k;
        FloatVector a0 = FloatVector.broadcast(F, a[p]);
        c0x0 = a0.fma(b0, c0x0);
        c0x1 = a0.fma(b1, c0x1);
        FloatVector a1 = FloatVector.broadcast(F, a[p + PANEL]);
        c1x0 = a1.fma(b0, c1x0);
        c1x1 = a1.fma(b1, c1x1);
        FloatVector a2 = FloatVector.broadcast(F, a[p + 2 * PANEL]);
        c2x0 = a2.fma(b0, c2x0);
        c2x1 = a2.fma(b1, c2x1);
        FloatVector a3 = FloatVector.broadcast(F, a[p + 3 * PANEL]);
        c3x0 = a3.fma(b0, c3x0);
        c3x1 = a3.fma(b1, c3x1);
        FloatVector a4 = FloatVector.broadcast(F, a[p + 4 * PANEL]);
        c4x0 = a4.fma(b0, c4x0);
        c4x1 = a4.fma(b1, c4x1);
        FloatVector a5 = FloatVector.broadcast(F, a[p + 5 * PANEL]);
        c5x0 = a5.fma(b0, c5x0);
        c5x1 = a5.fma(b1, c5x1);
        FloatVector a6 = FloatVector.broadcast(F, a[p + 6 * PANEL]);
        c6x0 = a6.fma(b0, c6x0);
        c6x1 = a6.fma(b1, c6x1);
        FloatVector a7 = FloatVector.broadcast(F, a[p + 7 * PANEL]);
        c7x0 = a7.fma(b0, c7x0);
        c7x1 = a7.fma(b1, c7x1);
        FloatVector a8 = FloatVector.broadcast(F, a[p + 8 * PANEL]);
        c8x0 = a8.fma(b0, c8x0);
        c8x1 = a8.fma(b1, c8x1);
        FloatVector a9 = FloatVector.broadcast(F, a[p + 9 * PANEL]);
        c9x0 = a9.fma(b0, c9x0);
        c9x1 = a9.fma(b1, c9x1);
        FloatVector a10 = FloatVector.broadcast(F, a[p + 10 * PANEL]);
        c10x0 = a10.fma(b0, c10x0);
        c10x1 = a10.fma(b1, c10x1);
        FloatVector a11 = FloatVector.broadcast(F, a[p + 11 * PANEL]);
        c11x0 = a11.fma(b0, c11x0);
        c11x1 = a11.fma(b1, c11x1);
      }
    }
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    nothing.add(c0x0).intoArray(c, cAt);
    nothing.add(c0x1).intoArray(c, cAt + V);
    nothing.add(c1x0).intoArray(c, cAt + PANEL);
    nothing.add(c1x1).intoArray(c, cAt + PANEL + V);
    nothing.add(c2x0).intoArray(c, cAt + 2 * PANEL);
    nothing.add(c2x1).intoArray(c, cAt + 2 * PANEL + V);
    nothing.add(c3x0).intoArray(c, cAt + 3 * PANEL);
    nothing.add(c3x1).intoArray(c, cAt + 3 * PANEL + V);
    nothing.add(c4x0).intoArray(c, cAt + 4 * PANEL);
    nothing.add(c4x1).intoArray(c, cAt + 4 * PANEL + V);
    nothing.add(c5x0).intoArray(c, cAt + 5 * PANEL);
    nothing.add(c5x1).intoArray(c, cAt + 5 * PANEL + V);
    nothing.add(c6x0).intoArray(c, cAt + 6 * PANEL);
    nothing.add(c6x1).intoArray(c, cAt + 6 * PANEL + V);
    nothing.add(c7x0).intoArray(c, cAt + 7 * PANEL);
    nothing.add(c7x1).intoArray(c, cAt + 7 * PANEL + V);
    nothing.add(c8x0).intoArray(c, cAt + 8 * PANEL);
    nothing.add(c8x1).intoArray(c, cAt + 8 * PANEL + V);
    nothing.add(c9x0).intoArray(c, cAt + 9 * PANEL);
    nothing.add(c9x1).intoArray(c, cAt + 9 * PANEL + V);
    nothing.add(c10x0).intoArray(c, cAt + 10 * PANEL);
    nothing.add(c10x1).intoArray(c, cAt + 10 * PANEL + V);
    nothing.add(c11x0).intoArray(c, cAt + 11 * PANEL);
    nothing.add(c11x1).intoArray(c, cAt + 11 * PANEL + V);
  }

  /** C[12 × PANEL] = from + A[12 × depth]·B[depth × PANEL]: the last panel of A, when it is not whole. */
  static void moreRows12(
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
    FloatVector c0x0 = FloatVector.fromArray(F, from, fromAt);
    FloatVector c0x1 = FloatVector.fromArray(F, from, fromAt + V);
    FloatVector c1x0 = FloatVector.fromArray(F, from, fromAt + fromRow);
    FloatVector c1x1 = FloatVector.fromArray(F, from, fromAt + fromRow + V);
    FloatVector c2x0 = FloatVector.fromArray(F, from, fromAt + 2 * fromRow);
    FloatVector c2x1 = FloatVector.fromArray(F, from, fromAt + 2 * fromRow + V);
    FloatVector c3x0 = FloatVector.fromArray(F, from, fromAt + 3 * fromRow);
    FloatVector c3x1 = FloatVector.fromArray(F, from, fromAt + 3 * fromRow + V);
    FloatVector c4x0 = FloatVector.fromArray(F, from, fromAt + 4 * fromRow);
    FloatVector c4x1 = FloatVector.fromArray(F, from, fromAt + 4 * fromRow + V);
    FloatVector c5x0 = FloatVector.fromArray(F, from, fromAt + 5 * fromRow);
    FloatVector c5x1 = FloatVector.fromArray(F, from, fromAt + 5 * fromRow + V);
    FloatVector c6x0 = FloatVector.fromArray(F, from, fromAt + 6 * fromRow);
    FloatVector c6x1 = FloatVector.fromArray(F, from, fromAt + 6 * fromRow + V);
    FloatVector c7x0 = FloatVector.fromArray(F, from, fromAt + 7 * fromRow);
    FloatVector c7x1 = FloatVector.fromArray(F, from, fromAt + 7 * fromRow + V);
    FloatVector c8x0 = FloatVector.fromArray(F, from, fromAt + 8 * fromRow);
    FloatVector c8x1 = FloatVector.fromArray(F, from, fromAt + 8 * fromRow + V);
    FloatVector c9x0 = FloatVector.fromArray(F, from, fromAt + 9 * fromRow);
    FloatVector c9x1 = FloatVector.fromArray(F, from, fromAt + 9 * fromRow + V);
    FloatVector c10x0 = FloatVector.fromArray(F, from, fromAt + 10 * fromRow);
    FloatVector c10x1 = FloatVector.fromArray(F, from, fromAt + 10 * fromRow + V);
    FloatVector c11x0 = FloatVector.fromArray(F, from, fromAt + 11 * fromRow);
    FloatVector c11x1 = FloatVector.fromArray(F, from, fromAt + 11 * fromRow + V);
    int k = 0;
    for (; k <= depth - STEP; k += STEP) {
      for (int i = 0; i < STEP; i++) {
        FloatVector b0 = FloatVector.fromArray(F, b, bAt + (k + i) * PANEL);
        FloatVector b1 = FloatVector.fromArray(F, b, bAt + (k + i) * PANEL + V);
        int p = aAt + k + i;
        FloatVector a0 = FloatVector.broadcast(F, a[p]);
        c0x0 = a0.fma(b0, c0x0);
        c0x1 = a0.fma(b1, c0x1);
        FloatVector a1 = FloatVector.broadcast(F, a[p + PANEL]);
        c1x0 = a1.fma(b0, c1x0);
        c1x1 = a1.fma(b1, c1x1);
        FloatVector a2 = FloatVector.broadcast(F, a[p + 2 * PANEL]);
        c2x0 = a2.fma(b0, c2x0);
        c2x1 = a2.fma(b1, c2x1);
        FloatVector a3 = FloatVector.broadcast(F, a[p + 3 * PANEL]);
        c3x0 = a3.fma(b0, c3x0);
        c3x1 = a3.fma(b1, c3x1);
        FloatVector a4 = FloatVector.broadcast(F, a[p + 4 * PANEL]);
        c4x0 = a4.fma(b0, c4x0);
        c4x1 = a4.fma(b1, c4x1);
        FloatVector a5 = FloatVector.broadcast(F, a[p + 5 * PANEL]);
        c5x0 = a5.fma(b0, c5x0);
        c5x1 = a5.fma(b1, c5x1);
        FloatVector a6 = FloatVector.broadcast(F, a[p + 6 * PANEL]);
        c6x0 = a6.fma(b0, c6x0);
        c6x1 = a6.fma(b1, c6x1);
        FloatVector a7 = FloatVector.broadcast(F, a[p + 7 * PANEL]);
        c7x0 = a7.fma(b0, c7x0);
        c7x1 = a7.fma(b1, c7x1);
        FloatVector a8 = FloatVector.broadcast(F, a[p + 8 * PANEL]);
        c8x0 = a8.fma(b0, c8x0);
        c8x1 = a8.fma(b1, c8x1);
        FloatVector a9 = FloatVector.broadcast(F, a[p + 9 * PANEL]);
        c9x0 = a9.fma(b0, c9x0);
        c9x1 = a9.fma(b1, c9x1);
        FloatVector a10 = FloatVector.broadcast(F, a[p + 10 * PANEL]);
        c10x0 = a10.fma(b0, c10x0);
        c10x1 = a10.fma(b1, c10x1);
        FloatVector a11 = FloatVector.broadcast(F, a[p + 11 * PANEL]);
        c11x0 = a11.fma(b0, c11x0);
        c11x1 = a11.fma(b1, c11x1);
      }
    }
    for (; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F, b, bAt + k * PANEL);
      FloatVector b1 = FloatVector.fromArray(F, b, bAt + k * PANEL + V);
      int p = aAt + k;
      FloatVector a0 = FloatVector.broadcast(F, a[p]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      FloatVector a1 = FloatVector.broadcast(F, a[p + PANEL]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      FloatVector a2 = FloatVector.broadcast(F, a[p + 2 * PANEL]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      FloatVector a3 = FloatVector.broadcast(F, a[p + 3 * PANEL]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      FloatVector a4 = FloatVector.broadcast(F, a[p + 4 * PANEL]);
      c4x0 = a4.fma(b0, c4x0);
      c4x1 = a4.fma(b1, c4x1);
      FloatVector a5 = FloatVector.broadcast(F, a[p + 5 * PANEL]);
      c5x0 = a5.fma(b0, c5x0);
      c5x1 = a5.fma(b1, c5x1);
      FloatVector a6 = FloatVector.broadcast(F, a[p + 6 * PANEL]);
      c6x0 = a6.fma(b0, c6x0);
      c6x1 = a6.fma(b1, c6x1);
      FloatVector a7 = FloatVector.broadcast(F, a[p + 7 * PANEL]);
      c7x0 = a7.fma(b0, c7x0);
      c7x1 = a7.fma(b1, c7x1);
      FloatVector a8 = FloatVector.broadcast(F, a[p + 8 * PANEL]);
      c8x0 = a8.fma(b0, c8x0);
      c8x1 = a8.fma(b1, c8x1);
      FloatVector a9 = FloatVector.broadcast(F, a[p + 9 * PANEL]);
      c9x0 = a9.fma(b0, c9x0);
      c9x1 = a9.fma(b1, c9x1);
      FloatVector a10 = FloatVector.broadcast(F, a[p + 10 * PANEL]);
      c10x0 = a10.fma(b0, c10x0);
      c10x1 = a10.fma(b1, c10x1);
      FloatVector a11 = FloatVector.broadcast(F, a[p + 11 * PANEL]);
      c11x0 = a11.fma(b0, c11x0);
      c11x1 = a11.fma(b1, c11x1);
    }
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    nothing.add(c0x0).intoArray(c, cAt);
    nothing.add(c0x1).intoArray(c, cAt + V);
    nothing.add(c1x0).intoArray(c, cAt + PANEL);
    nothing.add(c1x1).intoArray(c, cAt + PANEL + V);
    nothing.add(c2x0).intoArray(c, cAt + 2 * PANEL);
    nothing.add(c2x1).intoArray(c, cAt + 2 * PANEL + V);
    nothing.add(c3x0).intoArray(c, cAt + 3 * PANEL);
    nothing.add(c3x1).intoArray(c, cAt + 3 * PANEL + V);
    nothing.add(c4x0).intoArray(c, cAt + 4 * PANEL);
    nothing.add(c4x1).intoArray(c, cAt + 4 * PANEL + V);
    nothing.add(c5x0).intoArray(c, cAt + 5 * PANEL);
    nothing.add(c5x1).intoArray(c, cAt + 5 * PANEL + V);
    nothing.add(c6x0).intoArray(c, cAt + 6 * PANEL);
    nothing.add(c6x1).intoArray(c, cAt + 6 * PANEL + V);
    nothing.add(c7x0).intoArray(c, cAt + 7 * PANEL);
    nothing.add(c7x1).intoArray(c, cAt + 7 * PANEL + V);
    nothing.add(c8x0).intoArray(c, cAt + 8 * PANEL);
    nothing.add(c8x1).intoArray(c, cAt + 8 * PANEL + V);
    nothing.add(c9x0).intoArray(c, cAt + 9 * PANEL);
    nothing.add(c9x1).intoArray(c, cAt + 9 * PANEL + V);
    nothing.add(c10x0).intoArray(c, cAt + 10 * PANEL);
    nothing.add(c10x1).intoArray(c, cAt + 10 * PANEL + V);
    nothing.add(c11x0).intoArray(c, cAt + 11 * PANEL);
    nothing.add(c11x1).intoArray(c, cAt + 11 * PANEL + V);
  }

  /** C[4 × PANEL] = 1·start + A[4 × panels·PANEL]·B[panels·PANEL × PANEL]: the whole panels of A. */
  static void rows4(
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
    FloatVector c0x0 = s0, c0x1 = s1;
    FloatVector c1x0 = s0, c1x1 = s1;
    FloatVector c2x0 = s0, c2x1 = s1;
    FloatVector c3x0 = s0, c3x1 = s1;
    for (int panel = 0; panel < panels; panel++) {
      int aPanelAt = aAt + panel * aPanel;
      int bPanelAt = bAt + panel * PANEL * PANEL;
      // A constant trip count: with any other C2 splits the loop (docs/kernels.md).
      for (int k = 0; k < PANEL; k++) {
        FloatVector b0 = FloatVector.fromArray(F, b, bPanelAt + k * PANEL);
        FloatVector b1 = FloatVector.fromArray(F, b, bPanelAt + k * PANEL + V);
        int p = aPanelAt + k;
        FloatVector a0 = FloatVector.broadcast(F, a[p]);
        c0x0 = a0.fma(b0, c0x0);
        c0x1 = a0.fma(b1, c0x1);
        FloatVector a1 = FloatVector.broadcast(F, a[p + PANEL]);
        c1x0 = a1.fma(b0, c1x0);
        c1x1 = a1.fma(b1, c1x1);
        FloatVector a2 = FloatVector.broadcast(F, a[p + 2 * PANEL]);
        c2x0 = a2.fma(b0, c2x0);
        c2x1 = a2.fma(b1, c2x1);
        FloatVector a3 = FloatVector.broadcast(F, a[p + 3 * PANEL]);
        c3x0 = a3.fma(b0, c3x0);
        c3x1 = a3.fma(b1, c3x1);
      }
    }
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    nothing.add(c0x0).intoArray(c, cAt);
    nothing.add(c0x1).intoArray(c, cAt + V);
    nothing.add(c1x0).intoArray(c, cAt + PANEL);
    nothing.add(c1x1).intoArray(c, cAt + PANEL + V);
    nothing.add(c2x0).intoArray(c, cAt + 2 * PANEL);
    nothing.add(c2x1).intoArray(c, cAt + 2 * PANEL + V);
    nothing.add(c3x0).intoArray(c, cAt + 3 * PANEL);
    nothing.add(c3x1).intoArray(c, cAt + 3 * PANEL + V);
  }

  /** C[4 × PANEL] = from + A[4 × depth]·B[depth × PANEL]: the last panel of A, when it is not whole. */
  static void moreRows4(
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
    FloatVector c0x0 = FloatVector.fromArray(F, from, fromAt);
    FloatVector c0x1 = FloatVector.fromArray(F, from, fromAt + V);
    FloatVector c1x0 = FloatVector.fromArray(F, from, fromAt + fromRow);
    FloatVector c1x1 = FloatVector.fromArray(F, from, fromAt + fromRow + V);
    FloatVector c2x0 = FloatVector.fromArray(F, from, fromAt + 2 * fromRow);
    FloatVector c2x1 = FloatVector.fromArray(F, from, fromAt + 2 * fromRow + V);
    FloatVector c3x0 = FloatVector.fromArray(F, from, fromAt + 3 * fromRow);
    FloatVector c3x1 = FloatVector.fromArray(F, from, fromAt + 3 * fromRow + V);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F, b, bAt + k * PANEL);
      FloatVector b1 = FloatVector.fromArray(F, b, bAt + k * PANEL + V);
      int p = aAt + k;
      FloatVector a0 = FloatVector.broadcast(F, a[p]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      FloatVector a1 = FloatVector.broadcast(F, a[p + PANEL]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      FloatVector a2 = FloatVector.broadcast(F, a[p + 2 * PANEL]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      FloatVector a3 = FloatVector.broadcast(F, a[p + 3 * PANEL]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
    }
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    nothing.add(c0x0).intoArray(c, cAt);
    nothing.add(c0x1).intoArray(c, cAt + V);
    nothing.add(c1x0).intoArray(c, cAt + PANEL);
    nothing.add(c1x1).intoArray(c, cAt + PANEL + V);
    nothing.add(c2x0).intoArray(c, cAt + 2 * PANEL);
    nothing.add(c2x1).intoArray(c, cAt + 2 * PANEL + V);
    nothing.add(c3x0).intoArray(c, cAt + 3 * PANEL);
    nothing.add(c3x1).intoArray(c, cAt + 3 * PANEL + V);
  }

  // ---- C += Aᵀ·B: the left operand's scalars are m neighbours in a row of a panel; k runs down
  // the rows of both.

  /** C[12 × PANEL] += A[depth × 12]ᵀ·B[depth × PANEL], A and B each inside one panel. */
  static void columns12(float[] a, int aAt, int depth, float[] b, int bAt, float[] c, int cAt) {
    FloatVector c0x0 = FloatVector.fromArray(F, c, cAt);
    FloatVector c0x1 = FloatVector.fromArray(F, c, cAt + V);
    FloatVector c1x0 = FloatVector.fromArray(F, c, cAt + PANEL);
    FloatVector c1x1 = FloatVector.fromArray(F, c, cAt + PANEL + V);
    FloatVector c2x0 = FloatVector.fromArray(F, c, cAt + 2 * PANEL);
    FloatVector c2x1 = FloatVector.fromArray(F, c, cAt + 2 * PANEL + V);
    FloatVector c3x0 = FloatVector.fromArray(F, c, cAt + 3 * PANEL);
    FloatVector c3x1 = FloatVector.fromArray(F, c, cAt + 3 * PANEL + V);
    FloatVector c4x0 = FloatVector.fromArray(F, c, cAt + 4 * PANEL);
    FloatVector c4x1 = FloatVector.fromArray(F, c, cAt + 4 * PANEL + V);
    FloatVector c5x0 = FloatVector.fromArray(F, c, cAt + 5 * PANEL);
    FloatVector c5x1 = FloatVector.fromArray(F, c, cAt + 5 * PANEL + V);
    FloatVector c6x0 = FloatVector.fromArray(F, c, cAt + 6 * PANEL);
    FloatVector c6x1 = FloatVector.fromArray(F, c, cAt + 6 * PANEL + V);
    FloatVector c7x0 = FloatVector.fromArray(F, c, cAt + 7 * PANEL);
    FloatVector c7x1 = FloatVector.fromArray(F, c, cAt + 7 * PANEL + V);
    FloatVector c8x0 = FloatVector.fromArray(F, c, cAt + 8 * PANEL);
    FloatVector c8x1 = FloatVector.fromArray(F, c, cAt + 8 * PANEL + V);
    FloatVector c9x0 = FloatVector.fromArray(F, c, cAt + 9 * PANEL);
    FloatVector c9x1 = FloatVector.fromArray(F, c, cAt + 9 * PANEL + V);
    FloatVector c10x0 = FloatVector.fromArray(F, c, cAt + 10 * PANEL);
    FloatVector c10x1 = FloatVector.fromArray(F, c, cAt + 10 * PANEL + V);
    FloatVector c11x0 = FloatVector.fromArray(F, c, cAt + 11 * PANEL);
    FloatVector c11x1 = FloatVector.fromArray(F, c, cAt + 11 * PANEL + V);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F, b, bAt + k * PANEL);
      FloatVector b1 = FloatVector.fromArray(F, b, bAt + k * PANEL + V);
      int p = aAt + k * PANEL;
      FloatVector a0 = FloatVector.broadcast(F, a[p]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      FloatVector a1 = FloatVector.broadcast(F, a[p + 1]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      FloatVector a2 = FloatVector.broadcast(F, a[p + 2]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      FloatVector a3 = FloatVector.broadcast(F, a[p + 3]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      FloatVector a4 = FloatVector.broadcast(F, a[p + 4]);
      c4x0 = a4.fma(b0, c4x0);
      c4x1 = a4.fma(b1, c4x1);
      FloatVector a5 = FloatVector.broadcast(F, a[p + 5]);
      c5x0 = a5.fma(b0, c5x0);
      c5x1 = a5.fma(b1, c5x1);
      FloatVector a6 = FloatVector.broadcast(F, a[p + 6]);
      c6x0 = a6.fma(b0, c6x0);
      c6x1 = a6.fma(b1, c6x1);
      FloatVector a7 = FloatVector.broadcast(F, a[p + 7]);
      c7x0 = a7.fma(b0, c7x0);
      c7x1 = a7.fma(b1, c7x1);
      FloatVector a8 = FloatVector.broadcast(F, a[p + 8]);
      c8x0 = a8.fma(b0, c8x0);
      c8x1 = a8.fma(b1, c8x1);
      FloatVector a9 = FloatVector.broadcast(F, a[p + 9]);
      c9x0 = a9.fma(b0, c9x0);
      c9x1 = a9.fma(b1, c9x1);
      FloatVector a10 = FloatVector.broadcast(F, a[p + 10]);
      c10x0 = a10.fma(b0, c10x0);
      c10x1 = a10.fma(b1, c10x1);
      FloatVector a11 = FloatVector.broadcast(F, a[p + 11]);
      c11x0 = a11.fma(b0, c11x0);
      c11x1 = a11.fma(b1, c11x1);
    }
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    nothing.add(c0x0).intoArray(c, cAt);
    nothing.add(c0x1).intoArray(c, cAt + V);
    nothing.add(c1x0).intoArray(c, cAt + PANEL);
    nothing.add(c1x1).intoArray(c, cAt + PANEL + V);
    nothing.add(c2x0).intoArray(c, cAt + 2 * PANEL);
    nothing.add(c2x1).intoArray(c, cAt + 2 * PANEL + V);
    nothing.add(c3x0).intoArray(c, cAt + 3 * PANEL);
    nothing.add(c3x1).intoArray(c, cAt + 3 * PANEL + V);
    nothing.add(c4x0).intoArray(c, cAt + 4 * PANEL);
    nothing.add(c4x1).intoArray(c, cAt + 4 * PANEL + V);
    nothing.add(c5x0).intoArray(c, cAt + 5 * PANEL);
    nothing.add(c5x1).intoArray(c, cAt + 5 * PANEL + V);
    nothing.add(c6x0).intoArray(c, cAt + 6 * PANEL);
    nothing.add(c6x1).intoArray(c, cAt + 6 * PANEL + V);
    nothing.add(c7x0).intoArray(c, cAt + 7 * PANEL);
    nothing.add(c7x1).intoArray(c, cAt + 7 * PANEL + V);
    nothing.add(c8x0).intoArray(c, cAt + 8 * PANEL);
    nothing.add(c8x1).intoArray(c, cAt + 8 * PANEL + V);
    nothing.add(c9x0).intoArray(c, cAt + 9 * PANEL);
    nothing.add(c9x1).intoArray(c, cAt + 9 * PANEL + V);
    nothing.add(c10x0).intoArray(c, cAt + 10 * PANEL);
    nothing.add(c10x1).intoArray(c, cAt + 10 * PANEL + V);
    nothing.add(c11x0).intoArray(c, cAt + 11 * PANEL);
    nothing.add(c11x1).intoArray(c, cAt + 11 * PANEL + V);
  }

  /** C[8 × PANEL] += A[depth × 8]ᵀ·B[depth × PANEL], A and B each inside one panel. */
  static void columns8(float[] a, int aAt, int depth, float[] b, int bAt, float[] c, int cAt) {
    FloatVector c0x0 = FloatVector.fromArray(F, c, cAt);
    FloatVector c0x1 = FloatVector.fromArray(F, c, cAt + V);
    FloatVector c1x0 = FloatVector.fromArray(F, c, cAt + PANEL);
    FloatVector c1x1 = FloatVector.fromArray(F, c, cAt + PANEL + V);
    FloatVector c2x0 = FloatVector.fromArray(F, c, cAt + 2 * PANEL);
    FloatVector c2x1 = FloatVector.fromArray(F, c, cAt + 2 * PANEL + V);
    FloatVector c3x0 = FloatVector.fromArray(F, c, cAt + 3 * PANEL);
    FloatVector c3x1 = FloatVector.fromArray(F, c, cAt + 3 * PANEL + V);
    FloatVector c4x0 = FloatVector.fromArray(F, c, cAt + 4 * PANEL);
    FloatVector c4x1 = FloatVector.fromArray(F, c, cAt + 4 * PANEL + V);
    FloatVector c5x0 = FloatVector.fromArray(F, c, cAt + 5 * PANEL);
    FloatVector c5x1 = FloatVector.fromArray(F, c, cAt + 5 * PANEL + V);
    FloatVector c6x0 = FloatVector.fromArray(F, c, cAt + 6 * PANEL);
    FloatVector c6x1 = FloatVector.fromArray(F, c, cAt + 6 * PANEL + V);
    FloatVector c7x0 = FloatVector.fromArray(F, c, cAt + 7 * PANEL);
    FloatVector c7x1 = FloatVector.fromArray(F, c, cAt + 7 * PANEL + V);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F, b, bAt + k * PANEL);
      FloatVector b1 = FloatVector.fromArray(F, b, bAt + k * PANEL + V);
      int p = aAt + k * PANEL;
      FloatVector a0 = FloatVector.broadcast(F, a[p]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      FloatVector a1 = FloatVector.broadcast(F, a[p + 1]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      FloatVector a2 = FloatVector.broadcast(F, a[p + 2]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      FloatVector a3 = FloatVector.broadcast(F, a[p + 3]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      FloatVector a4 = FloatVector.broadcast(F, a[p + 4]);
      c4x0 = a4.fma(b0, c4x0);
      c4x1 = a4.fma(b1, c4x1);
      FloatVector a5 = FloatVector.broadcast(F, a[p + 5]);
      c5x0 = a5.fma(b0, c5x0);
      c5x1 = a5.fma(b1, c5x1);
      FloatVector a6 = FloatVector.broadcast(F, a[p + 6]);
      c6x0 = a6.fma(b0, c6x0);
      c6x1 = a6.fma(b1, c6x1);
      FloatVector a7 = FloatVector.broadcast(F, a[p + 7]);
      c7x0 = a7.fma(b0, c7x0);
      c7x1 = a7.fma(b1, c7x1);
    }
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    nothing.add(c0x0).intoArray(c, cAt);
    nothing.add(c0x1).intoArray(c, cAt + V);
    nothing.add(c1x0).intoArray(c, cAt + PANEL);
    nothing.add(c1x1).intoArray(c, cAt + PANEL + V);
    nothing.add(c2x0).intoArray(c, cAt + 2 * PANEL);
    nothing.add(c2x1).intoArray(c, cAt + 2 * PANEL + V);
    nothing.add(c3x0).intoArray(c, cAt + 3 * PANEL);
    nothing.add(c3x1).intoArray(c, cAt + 3 * PANEL + V);
    nothing.add(c4x0).intoArray(c, cAt + 4 * PANEL);
    nothing.add(c4x1).intoArray(c, cAt + 4 * PANEL + V);
    nothing.add(c5x0).intoArray(c, cAt + 5 * PANEL);
    nothing.add(c5x1).intoArray(c, cAt + 5 * PANEL + V);
    nothing.add(c6x0).intoArray(c, cAt + 6 * PANEL);
    nothing.add(c6x1).intoArray(c, cAt + 6 * PANEL + V);
    nothing.add(c7x0).intoArray(c, cAt + 7 * PANEL);
    nothing.add(c7x1).intoArray(c, cAt + 7 * PANEL + V);
  }

  /** C[4 × PANEL] += A[depth × 4]ᵀ·B[depth × PANEL], A and B each inside one panel. */
  static void columns4(float[] a, int aAt, int depth, float[] b, int bAt, float[] c, int cAt) {
    FloatVector c0x0 = FloatVector.fromArray(F, c, cAt);
    FloatVector c0x1 = FloatVector.fromArray(F, c, cAt + V);
    FloatVector c1x0 = FloatVector.fromArray(F, c, cAt + PANEL);
    FloatVector c1x1 = FloatVector.fromArray(F, c, cAt + PANEL + V);
    FloatVector c2x0 = FloatVector.fromArray(F, c, cAt + 2 * PANEL);
    FloatVector c2x1 = FloatVector.fromArray(F, c, cAt + 2 * PANEL + V);
    FloatVector c3x0 = FloatVector.fromArray(F, c, cAt + 3 * PANEL);
    FloatVector c3x1 = FloatVector.fromArray(F, c, cAt + 3 * PANEL + V);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F, b, bAt + k * PANEL);
      FloatVector b1 = FloatVector.fromArray(F, b, bAt + k * PANEL + V);
      int p = aAt + k * PANEL;
      FloatVector a0 = FloatVector.broadcast(F, a[p]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      FloatVector a1 = FloatVector.broadcast(F, a[p + 1]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      FloatVector a2 = FloatVector.broadcast(F, a[p + 2]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      FloatVector a3 = FloatVector.broadcast(F, a[p + 3]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
    }
    FloatVector nothing = FloatVector.broadcast(F, NOTHING);
    nothing.add(c0x0).intoArray(c, cAt);
    nothing.add(c0x1).intoArray(c, cAt + V);
    nothing.add(c1x0).intoArray(c, cAt + PANEL);
    nothing.add(c1x1).intoArray(c, cAt + PANEL + V);
    nothing.add(c2x0).intoArray(c, cAt + 2 * PANEL);
    nothing.add(c2x1).intoArray(c, cAt + 2 * PANEL + V);
    nothing.add(c3x0).intoArray(c, cAt + 3 * PANEL);
    nothing.add(c3x1).intoArray(c, cAt + 3 * PANEL + V);
  }
}
