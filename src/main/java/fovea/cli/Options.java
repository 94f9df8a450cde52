package fovea.cli;

import fovea.data.InputException;
import fovea.kernels.ActivationFunction;
import fovea.model.Penalty;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  /** Refuses {@code --rho} where the encoder has no use for it. */
  static void checkRho(@Nullable Double rho, ActivationFunction encoder) {
    if (rho != null && !Penalty.hasRho(encoder))
      throw new InputException(
          "--rho %s: a relu encoder's activations have no upper end, so its sparsity has no rho; leave --rho out"
              .formatted(rho));
  }

  static <T> T checked(Supplier<T> settings) {
    try {
      return settings.get();
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }
}
