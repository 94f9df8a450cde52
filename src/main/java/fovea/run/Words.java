package fovea.run;

import java.util.Locale;

/** How counts and choices are written for people, and choices in config.json. */
public final class Words {
  private Words() {}

  /** A choice as the user writes it. */
  public static String lower(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /** "1 example", "2,000 examples". */
  public static String count(int number, String thing) {
    return "%,d %s%s".formatted(number, thing, number == 1 ? "" : "s");
  }
}
