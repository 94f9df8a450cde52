package fovea.optimize;

import fovea.kernels.Reductions;

/** What every optimiser asks of a vector as long as theta. */
final class Vectors {
  private Vectors() {}

  static double norm(float[] a) {
    return Math.sqrt(Reductions.squaredNorm(a, 0, a.length));
  }

  static double dot(float[] a, float[] b) {
    return Reductions.dot(a, 0, b, 0, a.length);
  }

  /** theta ← next; the 2-norm of the difference. */
  static double move(float[] theta, float[] next) {
    Reductions.combine(next, -1f, theta, theta);
    double length = norm(theta);
    System.arraycopy(next, 0, theta, 0, next.length);
    return length;
  }
}
