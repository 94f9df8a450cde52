package fovea.optimize;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A setting of an optimiser that users choose by name.
 *
 * @param name as config.json has it, such as learning_rate
 * @param type of its values: Double, Integer, Boolean or an enum
 * @param meaning a phrase, such as "Pairs to keep"
 * @param usual the value of those who choose none
 * @param range the values that are allowed, such as "above 0"; empty if all are
 * @param allowed whether a value is in the range
 * @param read makes a value of its text
 */
public record OptimizerOption<T>(
    String name,
    Class<T> type,
    String meaning,
    T usual,
    String range,
    Predicate<T> allowed,
    Function<String, T> read) {
  /** A number, which has to be finite. */
  static OptimizerOption<Double> number(
      String name, String meaning, double usual, String range, Predicate<Double> allowed) {
    return new OptimizerOption<>(
        name,
        Double.class,
        meaning,
        usual,
        range,
        allowed.and(value -> Double.isFinite(value)),
        Double::valueOf);
  }

  /** A whole number. */
  static OptimizerOption<Integer> atLeast(int least, String name, String meaning, int usual) {
    return new OptimizerOption<>(
        name,
        Integer.class,
        meaning,
        usual,
        "at least " + least,
        value -> value >= least,
        Integer::valueOf);
  }

  /** What is off unless it is asked for. */
  static OptimizerOption<Boolean> flag(String name, String meaning) {
    return new OptimizerOption<>(
        name, Boolean.class, meaning, false, "", value -> true, Boolean::valueOf);
  }

  /** One of the constants of an enum, which are written in lower case. */
  static <E extends Enum<E>> OptimizerOption<E> choice(String name, String meaning, E usual) {
    Class<E> type = usual.getDeclaringClass();
    String all = Arrays.stream(type.getEnumConstants())
        .map(Settings::text)
        .collect(Collectors.joining(" or "));
    return new OptimizerOption<>(
        name,
        type,
        meaning,
        usual,
        all,
        value -> true,
        text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
  }

  /** What is wrong with a value, such as "must be above 0, not -1.0". */
  public Optional<String> fault(T value) {
    return allowed.test(value)
        ? Optional.empty()
        : Optional.of("must be %s, not %s".formatted(range, value));
  }

  /** Refuses a value that is not allowed. */
  void require(T value) {
    fault(value).ifPresent(fault -> {
      throw new IllegalArgumentException("the %s %s".formatted(name.replace('_', ' '), fault));
    });
  }

  /** Its value among these, or the usual one. */
  T in(Map<String, ?> values) {
    Object value = values.get(name);
    if (value == null) return usual;
    try {
      return read.apply(value.toString());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the %s cannot be '%s'".formatted(name.replace('_', ' '), value), e);
    }
  }
}
