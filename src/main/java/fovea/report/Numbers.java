package fovea.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them in a caption; the same in every locale. */
final class Numbers {
  private Numbers() {}

  /** With {@code digits} significant digits: 0.0341, 12.0, 1234; outside [1e-4, 1e6) as 3.41e-7. */
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
    return exact
        .setScale(Math.max(0, digits - 1 - exponent), RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  /** Three significant digits without trailing zeros: 0, 1, 0.25, -3.1, 255, 1e-7. */
  static String brief(double value) {
    String text = significant(value, 3);
    int mark = text.indexOf('e');
    String mantissa = mark < 0 ? text : text.substring(0, mark);
    if (mantissa.contains(".")) mantissa = mantissa.replaceAll("\\.?0+$", "");
    return mark < 0 ? mantissa : mantissa + text.substring(mark);
  }

  /** A whole number in groups of three: 100,000. */
  static String grouped(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
