package fovea.train;

/** Reads examples when they are needed, where they do not fit into memory. Each belongs to one thread. */
@FunctionalInterface
public interface Rows {
  /**
   * Reads consecutive examples as the network sees them.
   *
   * @param first the first of them, counted from 0
   * @param count how many, at least 1
   * @param to gets count×D values, row-major, from its start; may be longer
   * @throws RuntimeException if they cannot be read, which ends the evaluation
   */
  void read(int first, int count, float[] to);
}
