package fovea.kernels;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * X·M for a square matrix M that stays, by the threads of a team. Every element is one chain of float32 fused
 * multiply-adds over ascending k, from 0.
 */
public final class TeamProduct {
  /**
   * Rows that a thread takes at a time, at most: three of the tallest register tiles, so that M is read seldom. Few
   * rows are shared out in smaller parts.
   */
  private static final int ROWS = 3 * Lanes.ROW_MULTIPLE;

  /** Where X comes from; threads ask for different rows at the same time. */
  @FunctionalInterface
  public interface Source {
    /** Writes a row of X, {@code width} floats, to {@code to[at…]}. */
    void read(int row, float[] to, int at);
  }

  /** Where X·M goes to; threads bring different rows at the same time. */
  @FunctionalInterface
  public interface Sink {
    /** Takes a row of X, from {@code x[at…]}, and of the product, from {@code product[at…]}. */
    void write(int row, float[] x, float[] product, int at);
  }

  private final int width;
  private final Team team;
  private final float[] matrix;
  private final float[] zeros;

  /** [thread]: rows of X and of the product, row-major and in the layout of {@link Panels}. */
  private final float[][] x;

  private final float[][] packedX;
  private final float[][] product;
  private final float[][] packedProduct;
  private final AtomicInteger next = new AtomicInteger();

  /**
   * Room for one width.
   *
   * @param width columns of X, rows and columns of M
   * @param team the threads to use; stays the caller's to close
   */
  public TeamProduct(int width, Team team) {
    this.width = width;
    this.team = team;
    matrix = new float[Panels.size(width, width)];
    zeros = new float[Lanes.padded(width)];
    x = new float[team.size()][ROWS * width];
    packedX = new float[team.size()][Panels.size(ROWS, width)];
    product = new float[team.size()][ROWS * width];
    packedProduct = new float[team.size()][Panels.size(ROWS, width)];
  }

  /** Sets M, width×width, row-major, each element rounded to float32. */
  public void matrix(double[] m) {
    float[] rounded = new float[m.length];
    for (int i = 0; i < m.length; i++) rounded[i] = (float) m[i];
    Panels.pack(rounded, 0, width, 1, width, width, matrix, 0, width);
  }

  /** Multiplies so many rows. */
  public void multiply(int rows, Source source, Sink sink) {
    int share = Lanes.roundUp((rows + team.size() - 1) / team.size(), Lanes.ROW_MULTIPLE);
    int part = Math.min(ROWS, share);
    next.setPlain(0);
    team.run(thread -> {
      for (int row = next.getAndAdd(part); row < rows; row = next.getAndAdd(part))
        multiply(source, sink, row, Math.min(part, rows - row), thread);
    });
  }

  private void multiply(Source source, Sink sink, int row, int n, int thread) {
    float[] from = x[thread];
    float[] to = product[thread];
    for (int r = 0; r < n; r++) source.read(row + r, from, r * width);
    Panels.pack(from, 0, width, 1, n, width, packedX[thread], 0, ROWS);
    MatMul.product(
        n, width, width, ROWS, packedX[thread], 0, matrix, zeros, packedProduct[thread], 0);
    Panels.unpack(packedProduct[thread], 0, ROWS, n, width, to, 0, width, 1);
    for (int r = 0; r < n; r++) sink.write(row + r, from, to, r * width);
  }
}
