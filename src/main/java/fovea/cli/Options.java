package fovea.cli;

import fovea.data.InputException;
import java.util.Locale;
import java.util.function.Supplier;

/** Turns a setting that the program refuses into a message for the user. */
final class Options {
  private Options() {}

  /** A choice as the user writes it. */
  static String lower(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /** "1 example", "2,000 examples". */
  static String count(int number, String thing) {
    return "%,d %s%s".formatted(number, thing, number == 1 ? "" : "s");
  }

  static <T> T checked(Supplier<T> settings) {
    try {
      return settings.get();
    } catch (InputException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }
}
