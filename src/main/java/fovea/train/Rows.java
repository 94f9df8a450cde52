package fovea.train;

/** Reads examples when they are needed, since they do not fit memory. Used by one thread. */
@FunctionalInterface
public interface Rows {
  /**
   * Reads consecutive examples as the network sees them.
   *
   * @param first the first of them, counted from 0
   * @param count how many
   * @param to row-major, from its start
   */
  void read(int first, int count, float[] to);
}
