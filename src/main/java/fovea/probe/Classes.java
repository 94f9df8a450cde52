package fovea.probe;

import fovea.data.InputException;
import fovea.data.Labels;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The different labels, numbers in their order before words in theirs.
 *
 * @param names at least two
 */
public record Classes(List<String> names) {
  /** More are no classes but measurements, or numbers of rows. */
  private static final int MOST = 1000;

  private static final Comparator<String> ORDER = Comparator.comparingDouble(
          (String name) -> number(name).orElse(Double.POSITIVE_INFINITY))
      .thenComparing(Comparator.naturalOrder());

  public Classes {
    names = List.copyOf(names);
  }

  /**
   * The classes of all examples.
   *
   * @param test of the test examples, among which there may be classes that training has not
   * @throws InputException if training has but one class, or there are more than 1,000
   */
  public static Classes of(Labels training, Labels test) {
    Set<String> known = new HashSet<>(training.each());
    if (known.size() == 1)
      throw new InputException(
          "%s: every label is '%s': a probe needs at least two classes to tell apart"
              .formatted(training.source(), training.each().getFirst()));
    List<String> all = Stream.concat(training.each().stream(), test.each().stream())
        .distinct()
        .sorted(ORDER)
        .toList();
    if (all.size() > MOST)
      throw new InputException(
          "%s: its labels have %,d different values, more than %,d: give classes, not measurements"
              .formatted(training.source(), all.size(), MOST));
    return new Classes(all);
  }

  private static OptionalDouble number(String name) {
    char last = name.charAt(name.length() - 1);
    try {
      // Java's parser also takes a suffix, as in 1d.
      return last >= '0' && last <= '9'
          ? OptionalDouble.of(Double.parseDouble(name))
          : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  public int count() {
    return names.size();
  }

  /** The number of each label's class, from 0. */
  public int[] numbers(Labels labels) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int k = 0; k < names.size(); k++) numbers.put(names.get(k), k);
    return labels.each().stream()
        .mapToInt(name -> Objects.requireNonNull(numbers.get(name)))
        .toArray();
  }
}
