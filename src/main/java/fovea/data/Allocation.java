package fovea.data;

/** Refuses what cannot fit in memory before it is asked for, so that a damaged size in a file is a plain message. */
final class Allocation {
  /** The longest array that every JVM can make, 2³¹ − 9. */
  static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private Allocation() {}

  /**
   * An array for {@code count} × {@code size} floats.
   *
   * @throws InputException if they are more than one array or the Java heap holds
   */
  static float[] floats(String source, long count, long size) {
    if (count > LONGEST_ARRAY / size)
      throw new InputException(
          "%s: %d examples of %d values are more than %d values in all: use fewer examples"
              .formatted(source, count, size, LONGEST_ARRAY));
    long bytes = count * size * Float.BYTES;
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap)
      throw new InputException(
          "%s: %d examples of %d values need %s of memory, but Java may use %s: use fewer examples or a larger -Xmx"
              .formatted(source, count, size, megabytes(bytes), megabytes(heap)));
    return new float[(int) (count * size)];
  }

  static String megabytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
