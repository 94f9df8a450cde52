package fovea.spark;

import java.io.Serializable;

/**
 * Which of some examples belong to a part of them: all, those that are held out, or the others. They keep their order,
 * and are numbered by it.
 *
 * @param of all examples
 * @param held a bit for each example that is held out, 64 in a number; what is missing at the end is 0
 * @param ofHeldOut whether it is the part that is held out
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record Choice(int of, long[] held, boolean ofHeldOut) implements Serializable {
  /** All of so many examples. */
  static Choice all(int n) {
    return new Choice(n, new long[0], false);
  }

  /** One of the two parts that examples are cut in. */
  static Choice of(boolean[] held, boolean ofHeldOut) {
    long[] bits = new long[(held.length + 63) / 64];
    for (int i = 0; i < held.length; i++) if (held[i]) bits[i / 64] |= 1L << i;
    return new Choice(held.length, bits, ofHeldOut);
  }

  boolean isAll() {
    return held.length == 0;
  }

  /** Examples in the part. */
  int count() {
    return below(of);
  }

  /** Whether an example belongs to the part. */
  boolean has(int example) {
    return (example / 64 < held.length && (held[example / 64] >>> example & 1) == 1) == ofHeldOut;
  }

  /** How many of the examples before this one belong to the part: its number, if it does itself. */
  int below(int example) {
    int heldOut = 0;
    int words = Math.min(example / 64, held.length);
    for (int i = 0; i < words; i++) heldOut += Long.bitCount(held[i]);
    if (words < held.length) heldOut += Long.bitCount(held[words] & ~(-1L << example));
    return ofHeldOut ? heldOut : example - heldOut;
  }

  /** The example that has this number in the part. */
  int example(int number) {
    if (isAll()) return number;
    int low = number;
    int high = of - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (below(middle + 1) > number) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
