package fovea.data;

import java.io.IOException;
import java.io.InputStream;

/** Holds what a header promises against the bytes that are there, before anything of that size is made. */
final class Lengths {
  /** Deflate never does better than 1032 : 1 (zlib's technical notes). */
  static final int MOST_COMPRESSED = 1032;

  private Lengths() {}

  /**
   * Checks an array that is all that a file holds.
   *
   * @throws InputException if the file is shorter or longer than it should be
   */
  static void requireExactly(String source, long found, long expected) {
    if (found < expected)
      throw new InputException(
          "%s: cut short: its header promises %d bytes, the file has %d: copy or save it again"
              .formatted(source, expected, found));
    if (found > expected)
      throw new InputException("%s: %d bytes follow the array: save one array in a file of its own"
          .formatted(source, found - expected));
  }

  /**
   * Checks that so many bytes can come out of deflated ones: what a header promises beyond that is a lie.
   *
   * @throws InputException if they cannot
   */
  static void requirePossible(String source, long promised, long compressed) {
    if (promised > MOST_COMPRESSED * (compressed + 1.0))
      throw new InputException(
          source + ": its header promises more values than the file can hold: it may be damaged");
  }

  /**
   * Checks that nothing follows what has been read. A decompressor holds its checksum against the bytes only here.
   *
   * @throws InputException if something does
   */
  static void requireEnd(String source, InputStream in) throws IOException {
    if (in.read() >= 0)
      throw new InputException(
          source + ": more bytes follow the array: save one array in a file of its own");
  }

  static InputException cutShort(String source, Exception e) {
    return new InputException(source + ": cut short: copy or save it again", e);
  }
}
