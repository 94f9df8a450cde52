package fovea.diagnose;

import fovea.kernels.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most that the floating-point units can do: chains of fused multiply-adds that wait for nothing but themselves,
 * with all operands in registers. What a kernel reaches is counted in percent of this.
 *
 * <p>Latency × units is how many multiply-adds have to be in flight: 4 × 2 on x86, 4 × 4 on the widest ARM cores. So
 * 24 chains where there are 32 registers, and 12, which with both operands fit 16, elsewhere.
 */
public final class Peak {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final int V = F.length();

  /** Multiply-adds of each chain in a round. A constant, so that C2 keeps the chains in their registers. */
  private static final int LINKS = 1000;

  private static final int CHAINS = Lanes.REGISTERS == 32 ? 24 : 12;

  private Peak() {}

  /** Floating-point operations in {@code rounds} rounds: two for each lane of each multiply-add. */
  public static double flops(int rounds) {
    return 2.0 * V * CHAINS * LINKS * rounds;
  }

  /**
   * Runs {@code rounds} rounds on the calling thread, nothing else; timing it is the caller's.
   *
   * @return a number that depends on all chains, to be used, so that none is optimised away
   */
  public static float run(int rounds) {
    return CHAINS == 24 ? chains24(rounds) : chains12(rounds);
  }

  /**
   * A chain of {@code n} fused multiply-adds of single floats: slow as nothing else where the processor has no such
   * instruction.
   */
  public static float fused(int n) {
    float c = 0f;
    for (int i = 0; i < n; i++) c = Math.fma(c, 0.5f, 1f);
    return c;
  }

  /** A chain of {@code n} multiplications and additions, to compare {@link #fused} with. */
  public static float separate(int n) {
    float c = 0f;
    for (int i = 0; i < n; i++) c = c * 0.5f + 1f;
    return c;
  }

  private static float chains24(int rounds) {
    FloatVector a = FloatVector.broadcast(F, 0.5f);
    FloatVector b = FloatVector.broadcast(F, 1f);
    FloatVector c0 = FloatVector.broadcast(F, 0f);
    FloatVector c1 = FloatVector.broadcast(F, 1f);
    FloatVector c2 = FloatVector.broadcast(F, 2f);
    FloatVector c3 = FloatVector.broadcast(F, 3f);
    FloatVector c4 = FloatVector.broadcast(F, 4f);
    FloatVector c5 = FloatVector.broadcast(F, 5f);
    FloatVector c6 = FloatVector.broadcast(F, 6f);
    FloatVector c7 = FloatVector.broadcast(F, 7f);
    FloatVector c8 = FloatVector.broadcast(F, 8f);
    FloatVector c9 = FloatVector.broadcast(F, 9f);
    FloatVector c10 = FloatVector.broadcast(F, 10f);
    FloatVector c11 = FloatVector.broadcast(F, 11f);
    FloatVector c12 = FloatVector.broadcast(F, 12f);
    FloatVector c13 = FloatVector.broadcast(F, 13f);
    FloatVector c14 = FloatVector.broadcast(F, 14f);
    FloatVector c15 = FloatVector.broadcast(F, 15f);
    FloatVector c16 = FloatVector.broadcast(F, 16f);
    FloatVector c17 = FloatVector.broadcast(F, 17f);
    FloatVector c18 = FloatVector.broadcast(F, 18f);
    FloatVector c19 = FloatVector.broadcast(F, 19f);
    FloatVector c20 = FloatVector.broadcast(F, 20f);
    FloatVector c21 = FloatVector.broadcast(F, 21f);
    FloatVector c22 = FloatVector.broadcast(F, 22f);
    FloatVector c23 = FloatVector.broadcast(F, 23f);
    for (int round = 0; round < rounds; round++)
      for (int i = 0; i < LINKS; i++) {
        c0 = c0.fma(a, b);
        c1 = c1.fma(a, b);
        c2 = c2.fma(a, b);
        c3 = c3.fma(a, b);
        c4 = c4.fma(a, b);
        c5 = c5.fma(a, b);
        c6 = c6.fma(a, b);
        c7 = c7.fma(a, b);
        c8 = c8.fma(a, b);
        c9 = c9.fma(a, b);
        c10 = c10.fma(a, b);
        c11 = c11.fma(a, b);
        c12 = c12.fma(a, b);
        c13 = c13.fma(a, b);
        c14 = c14.fma(a, b);
        c15 = c15.fma(a, b);
        c16 = c16.fma(a, b);
        c17 = c17.fma(a, b);
        c18 = c18.fma(a, b);
        c19 = c19.fma(a, b);
        c20 = c20.fma(a, b);
        c21 = c21.fma(a, b);
        c22 = c22.fma(a, b);
        c23 = c23.fma(a, b);
      }
    c0 = c0.add(c1).add(c2).add(c3);
    c4 = c4.add(c5).add(c6).add(c7);
    c8 = c8.add(c9).add(c10).add(c11);
    c12 = c12.add(c13).add(c14).add(c15);
    c16 = c16.add(c17).add(c18).add(c19);
    c20 = c20.add(c21).add(c22).add(c23);
    return c0.add(c4).add(c8).add(c12).add(c16).add(c20).lane(0);
  }

  private static float chains12(int rounds) {
    FloatVector a = FloatVector.broadcast(F, 0.5f);
    FloatVector b = FloatVector.broadcast(F, 1f);
    FloatVector c0 = FloatVector.broadcast(F, 0f);
    FloatVector c1 = FloatVector.broadcast(F, 1f);
    FloatVector c2 = FloatVector.broadcast(F, 2f);
    FloatVector c3 = FloatVector.broadcast(F, 3f);
    FloatVector c4 = FloatVector.broadcast(F, 4f);
    FloatVector c5 = FloatVector.broadcast(F, 5f);
    FloatVector c6 = FloatVector.broadcast(F, 6f);
    FloatVector c7 = FloatVector.broadcast(F, 7f);
    FloatVector c8 = FloatVector.broadcast(F, 8f);
    FloatVector c9 = FloatVector.broadcast(F, 9f);
    FloatVector c10 = FloatVector.broadcast(F, 10f);
    FloatVector c11 = FloatVector.broadcast(F, 11f);
    for (int round = 0; round < rounds; round++)
      for (int i = 0; i < LINKS; i++) {
        c0 = c0.fma(a, b);
        c1 = c1.fma(a, b);
        c2 = c2.fma(a, b);
        c3 = c3.fma(a, b);
        c4 = c4.fma(a, b);
        c5 = c5.fma(a, b);
        c6 = c6.fma(a, b);
        c7 = c7.fma(a, b);
        c8 = c8.fma(a, b);
        c9 = c9.fma(a, b);
        c10 = c10.fma(a, b);
        c11 = c11.fma(a, b);
      }
    c0 = c0.add(c1).add(c2).add(c3);
    c4 = c4.add(c5).add(c6).add(c7);
    c8 = c8.add(c9).add(c10).add(c11);
    return c0.add(c4).add(c8).lane(0);
  }
}
