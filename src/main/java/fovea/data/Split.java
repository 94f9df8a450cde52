package fovea.data;

import fovea.kernels.RandomDraws;

/**
 * Examples cut into those to train on and those held out, both in the order that they had.
 *
 * @param heldOut the other examples, which training must not see
 * @param held for each example there was whether it is held out; empty if these were two from the beginning
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public record Split(Examples training, Examples heldOut, boolean[] held) {
  /** Examples that were two from the beginning. */
  public Split(Examples training, Examples heldOut) {
    this(training, heldOut, new boolean[0]);
  }

  /**
   * The number that an example had before the cut.
   *
   * @param ofHeldOut which of the two parts it is in
   * @param number its number in that part, from 0
   */
  public int number(boolean ofHeldOut, int number) {
    int left = number;
    for (int i = 0; i < held.length; i++) if (held[i] == ofHeldOut && left-- == 0) return i;
    return number;
  }

  /**
   * Draws the examples to hold out, each choice of them being equally likely.
   *
   * @param fraction of the examples to hold out, between 0 and 1; their number is rounded, a half up
   * @param seed decides which
   * @throws InputException if one of the two parts would have no example
   */
  public static Split draw(Examples examples, double fraction, long seed) {
    int n = examples.count();
    boolean[] held = drawn(examples.source(), n, fraction, seed);
    int wanted = wanted(n, fraction);
    return new Split(
        part(examples, held, false, n - wanted), part(examples, held, true, wanted), held);
  }

  private static int wanted(int n, double fraction) {
    return (int) Math.round(fraction * n);
  }

  /**
   * Draws which examples to hold out, as {@link #draw} does, wherever they are.
   *
   * @param source what they are read from, for a message
   * @param n how many there are
   * @return for each whether it is held out
   * @throws InputException if one of the two parts would have no example
   */
  public static boolean[] drawn(String source, int n, double fraction, long seed) {
    int wanted = wanted(n, fraction);
    if (wanted < 1 || wanted >= n)
      throw new InputException(
          "%s: %s of %,d examples is %,d: give a fraction that leaves at least 1 on either side"
              .formatted(source, fraction, n, wanted));
    boolean[] held = new boolean[n];
    RandomDraws draws = new RandomDraws(seed, RandomDraws.Stream.HELD_OUT);
    // Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S): each
    // example
    // in turn, with the chance that the rest still needs it.
    int left = wanted;
    for (int i = 0; i < n; i++) {
      held[i] = draws.below(n - i) < left;
      if (held[i]) left--;
    }
    return held;
  }

  private static Examples part(Examples examples, boolean[] held, boolean which, int count) {
    int size = examples.shape().size();
    float[] values = Allocation.floats(examples.source(), count, size);
    int to = 0;
    for (int i = 0; i < held.length; i++)
      if (held[i] == which)
        System.arraycopy(examples.values(), i * size, values, to++ * size, size);
    return new Examples(examples.source(), count, examples.shape(), values, examples.columns());
  }
}
