package fovea.train;

/** Examples that are read when they are needed, since they do not fit memory. */
@FunctionalInterface
public interface Rows {
  /**
   * Reads consecutive examples as the network sees them. Several threads read at the same time.
   *
   * @param first the first of them, counted from 0
   * @param count how many
   * @param to row-major, from its start
   */
  void read(int first, int count, float[] to);
}
