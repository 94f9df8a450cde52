package fovea.data;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * A sum of floats, or of squares of floats, without any rounding: no order of adding and no partition into parts
 * changes it. A number with a fixed point that is as wide as all of them together, after Kulisch ("Computer Arithmetic
 * and Validity", de Gruyter 2008, chapter 8, the complete register).
 *
 * <p>The value is Σ digits[i]·2^(32·i) units. Digits have a sign and room to grow, so most additions carry nothing.
 */
final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1;

  /** A unit is 2^−352: the last bit of a double whose first is that of the least square, 2^−298, is 2^−350. */
  static final int UNIT_BITS = 352;

  /** The largest square is below 2^256, and 2^63 of them are below 2^(319 + 352) units. */
  private static final int DIGITS = 21;

  private static final long MASK = 0xFFFF_FFFFL;

  private static final long FRACTION = (1L << 52) - 1;

  /** Additions that fit in a digit: each changes it by less than 2^32. */
  private static final int ROOM = 1 << 29;

  private final long[] digits = new long[DIGITS];
  private int additions;

  /**
   * Adds a number.
   *
   * @param x 0, or of a size from 2^−298 to 2^256, as floats and their squares are
   * @throws IllegalArgumentException if it has no room
   */
  void add(double x) {
    if (x == 0) return;
    long bits = Double.doubleToRawLongBits(x);
    int shift = Math.getExponent(x) - 52 + UNIT_BITS;
    if (shift < 2 || shift > 255 - 52 + UNIT_BITS)
      throw new IllegalArgumentException(x + " is no float, nor the square of one");
    long sign = bits < 0 ? -1 : 1;
    long mantissa = (bits & FRACTION) | (FRACTION + 1);
    int at = shift >> 5;
    int left = shift & 31;
    long above = mantissa >>> (32 - left);
    digits[at] += sign * ((mantissa << left) & MASK);
    digits[at + 1] += sign * (above & MASK);
    digits[at + 2] += sign * (above >>> 32);
    if (++additions == ROOM) carry();
  }

  /** Adds what another one holds. */
  void add(ExactSum other) {
    carry();
    other.carry();
    for (int i = 0; i < DIGITS; i++) digits[i] += other.digits[i];
    carry();
  }

  /** Leaves all digits but the last from 0 to 2^32 − 1; the sum stays. */
  private void carry() {
    for (int i = 0; i < DIGITS - 1; i++) {
      digits[i + 1] += digits[i] >> 32;
      digits[i] &= MASK;
    }
    additions = 0;
  }

  /** The sum in units of 2^−352. */
  BigInteger units() {
    BigInteger units = BigInteger.ZERO;
    for (int i = DIGITS - 1; i >= 0; i--)
      units = units.shiftLeft(32).add(BigInteger.valueOf(digits[i]));
    return units;
  }
}
