package fovea.run;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** How counts, numbers and choices are written for people, and choices in config.json. */
public final class Words {
  private Words() {}

  /** A choice as the user writes it. */
  public static String lower(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /** "1 example", "2,000 examples". */
  public static String count(long number, String thing) {
    return "%,d %s%s".formatted(number, thing, number == 1 ? "" : "s");
  }

  /** The shortest decimal that reads back as the same double: 0, 0.25, 5e-4, 300. */
  public static String number(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (decimal.signum() == 0 || (exponent >= -3 && exponent < 6)) return decimal.toPlainString();
    return decimal.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }

  /**
   * "data, beta and rho".
   *
   * @param word before the last: and, or
   */
  public static String list(List<String> things, String word) {
    int last = things.size() - 1;
    return last < 1
        ? String.join("", things)
        : String.join(", ", things.subList(0, last)) + " " + word + " " + things.get(last);
  }
}
