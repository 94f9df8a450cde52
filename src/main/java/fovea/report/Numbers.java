package fovea.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them in a figure or on a page; the same in every locale. */
public final class Numbers {
  private Numbers() {}

  /** With {@code digits} significant digits: 0.0341, 12.0, 1,234; outside [1e-4, 1e6) as 3.41e-7. */
  static String significant(double value, int digits) {
    if (!Double.isFinite(value)) return Double.toString(value);
    if (value == 0) return "0";
    BigDecimal exact = new BigDecimal(value);
    int exponent = exact.precision() - exact.scale() - 1;
    // Rounding may carry into the next decade (0.09996 to 0.100), so it comes before the choice of
    // notation.
    BigDecimal rounded = exact.setScale(digits - 1 - exponent, RoundingMode.HALF_EVEN);
    exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= 6)
      return rounded
              .scaleByPowerOfTen(-exponent)
              .setScale(digits - 1, RoundingMode.HALF_EVEN)
              .toPlainString()
          + "e"
          + exponent;
    return String.format(
        Locale.ROOT,
        "%,." + Math.max(0, digits - 1 - exponent) + "f",
        exact.setScale(Math.max(0, digits - 1 - exponent), RoundingMode.HALF_EVEN));
  }

  /** Three significant digits without trailing zeros: 0, 1, 0.25, -3.1, 255, 1e-7. */
  public static String brief(double value) {
    String text = significant(value, 3);
    int mark = text.indexOf('e');
    String mantissa = mark < 0 ? text : text.substring(0, mark);
    if (mantissa.contains(".")) mantissa = mantissa.replaceAll("\\.?0+$", "");
    return mark < 0 ? mantissa : mantissa + text.substring(mark);
  }

  /** A whole number in groups of three: 100,000. */
  public static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** With {@code decimals} digits after the point: 0.50. */
  public static String fixed(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** A share of 1 in percent, with {@code decimals} digits after the point: 48.33 %. */
  static String percent(double share, int decimals) {
    return fixed(100 * share, decimals) + " %";
  }
}
