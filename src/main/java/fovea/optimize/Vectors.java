package fovea.optimize;

import fovea.kernels.Reductions;
import fovea.kernels.Team;
import java.util.function.IntConsumer;

/**
 * What an optimiser asks of vectors as long as theta, by the threads of a team. Vectors are cut into blocks of
 * {@value #BLOCK}; each thread has its share of them. A dot product is the sum of the blocks'
 * ({@link Reductions#dot}), in ascending order, in double.
 */
final class Vectors {
  /** A quarter of a first-level cache, so that what one step of a recursion leaves there the next one finds. */
  static final int BLOCK = 4096;

  private final int length;
  private final int blocks;
  private final Team team;
  private final double[] parts;
  private final IntConsumer dots = this::dots;
  private final IntConsumer combinations = this::combinations;
  private final IntConsumer measured = this::measured;
  private final IntConsumer scalings = this::scalings;
  private final IntConsumer moves = this::moves;

  private float[] a = {};
  private float[] b = {};
  private float[] c = {};
  private float[] z = {};
  private float alpha;

  Vectors(int length, Team team) {
    this.length = length;
    this.team = team;
    blocks = (length + BLOCK - 1) / BLOCK;
    parts = new double[blocks];
  }

  /** Σ a·b. */
  double dot(float[] a, float[] b) {
    c = a;
    z = b;
    team.run(dots);
    return sum();
  }

  /** The 2-norm. */
  double norm(float[] a) {
    return Math.sqrt(dot(a, a));
  }

  /** to ← x + alpha·y, one fused multiply-add each; {@code to} may be x or y. */
  void combine(float[] x, float alpha, float[] y, float[] to) {
    a = x;
    b = y;
    c = to;
    this.alpha = alpha;
    team.run(combinations);
  }

  /** Likewise, and then Σ to·z; z may be {@code to}. */
  double combine(float[] x, float alpha, float[] y, float[] to, float[] z) {
    a = x;
    b = y;
    c = to;
    this.z = z;
    this.alpha = alpha;
    team.run(measured);
    return sum();
  }

  /** to ← alpha·x, and then Σ to·z; {@code to} may be x. */
  double scale(float alpha, float[] x, float[] to, float[] z) {
    a = x;
    c = to;
    this.z = z;
    this.alpha = alpha;
    team.run(scalings);
    return sum();
  }

  /** theta ← next; the 2-norm of the difference. */
  double move(float[] theta, float[] next) {
    a = next;
    c = theta;
    z = theta;
    team.run(moves);
    return Math.sqrt(sum());
  }

  private double sum() {
    double sum = 0;
    for (double part : parts) sum += part;
    return sum;
  }

  private void dots(int thread) {
    for (int block = first(thread); block < first(thread + 1); block++) measure(block);
  }

  private void combinations(int thread) {
    for (int block = first(thread); block < first(thread + 1); block++)
      Reductions.combine(a, alpha, b, c, block * BLOCK, end(block));
  }

  private void measured(int thread) {
    for (int block = first(thread); block < first(thread + 1); block++) {
      Reductions.combine(a, alpha, b, c, block * BLOCK, end(block));
      measure(block);
    }
  }

  private void scalings(int thread) {
    for (int block = first(thread); block < first(thread + 1); block++) {
      int at = block * BLOCK;
      float[] to = c;
      // In place: of two arrays the compiler cannot tell that they are not one, and uses no
      // vectors.
      System.arraycopy(a, at, to, at, end(block) - at);
      for (int i = at; i < end(block); i++) to[i] *= alpha;
      measure(block);
    }
  }

  private void moves(int thread) {
    for (int block = first(thread); block < first(thread + 1); block++) {
      int at = block * BLOCK;
      Reductions.combine(a, -1f, c, c, at, end(block));
      measure(block);
      System.arraycopy(a, at, c, at, end(block) - at);
    }
  }

  private void measure(int block) {
    int at = block * BLOCK;
    parts[block] = Reductions.dot(c, at, z, at, end(block) - at);
  }

  private int first(int thread) {
    return (int) ((long) blocks * thread / team.size());
  }

  private int end(int block) {
    return Math.min(length, (block + 1) * BLOCK);
  }
}
