package fovea.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the vector unit of this machine offers, and the sizes of the kernels' tiles. None of these numbers can change a
 * result: the numerics contract (docs/numerics.md) fixes the order of every sum without them.
 */
public final class Lanes {
  /** The widest float vector that the machine runs natively. */
  static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;

  /** Floats in one vector: 4, 8 or 16. */
  static final int V = F.length();

  /** Doubles as wide as {@link #F}, and the floats that convert into one such vector without a shuffle. */
  static final VectorSpecies<Double> D =
      VectorSpecies.of(double.class, VectorShape.forBitSize(F.vectorBitSize()));

  static final VectorSpecies<Float> F_HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(F.vectorBitSize() / 2));

  /**
   * What changes no number, be it 0 or −0, that is added to it. A kernel adds to it what a loop has left, before it
   * stores that. To C2 a variable that a loop has written is a vector of any width. It takes the one of its profile,
   * which all vectors of the program share and which may not be there yet; with another one, or none, it makes an
   * object of every vector. Of a sum with this it knows the width without a profile.
   */
  static final float NOTHING = -0f;

  /** Columns of a panel: two vectors, so that one broadcast of the other operand feeds two multiply-adds. */
  static final int PANEL = 2 * V;

  /**
   * Vector registers: 32 on AVX-512 and NEON, 16 on SSE and AVX2. A narrower vector on an AVX-512 machine has 32 too,
   * which this rule does not see; the smaller tile is then merely slower. {@code -Dfovea.registers} overrides the
   * rule, so that every tile can be tested on every machine.
   */
  public static final int REGISTERS = Integer.getInteger(
      "fovea.registers", V == 16 || System.getProperty("os.arch", "").equals("aarch64") ? 32 : 16);

  /** Rows of the largest register tile of {@link MicroKernel}: it takes 27 registers. */
  static final int LARGE_TILE = 12;

  /** Rows of the tile for what is left of a panel's columns: it takes 19 registers. */
  static final int MEDIUM_TILE = 8;

  /** Rows of the smallest tile: it takes 11 registers. */
  static final int SMALL_TILE = 4;

  /** Rows of the tile that runs along the rows of a block. */
  static final int TILE_ROWS = REGISTERS == 32 ? LARGE_TILE : SMALL_TILE;

  /** {@link #TILE_ROWS} divides this on every machine, so a block of a multiple of these rows suits every machine. */
  public static final int ROW_MULTIPLE = LARGE_TILE;

  private Lanes() {}

  /** {@code columns} rounded up to whole panels. */
  public static int padded(int columns) {
    return roundUp(columns, PANEL);
  }

  /** {@code value} rounded up to a multiple of {@code step}. */
  public static int roundUp(int value, int step) {
    return Math.multiplyExact((value + step - 1) / step, step);
  }
}
