package fovea.cli;

import fovea.data.InputException;
import fovea.run.Words;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns a setting that the program refuses into a message for the user. */
final class Options {
  private Options() {}

  /** A choice as the user writes it. */
  static String lower(Enum<?> choice) {
    return Words.lower(choice);
  }

  /** "1 example", "2,000 examples". */
  static String count(long number, String thing) {
    return Words.count(number, thing);
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

  /** A number for JSON, which has no infinity: null where it is infinite or undefined. */
  static @Nullable Double orNull(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
