package fovea.data;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which array of a file that may hold several is meant. */
final class ArrayChoice {
  private static final int LISTED = 10;
  private static final int LONGEST = 60;

  private ArrayChoice() {}

  /**
   * The array that the user named. If the user named none, and no array has the usual name, it is the only one there
   * is.
   *
   * @param kind what such an array is called, such as "tensor"
   * @param arrays all that can be read, by name
   * @throws InputException if it is not there, listing what is
   */
  static <T> Map.Entry<String, T> choose(
      Path path, String kind, Map<String, T> arrays, ReadOptions options) {
    String asked = options.dataset();
    boolean usual = asked.equals(ReadOptions.USUAL_DATASET);
    for (Map.Entry<String, T> array : arrays.entrySet())
      if (array.getKey().equals(asked) || (usual && arrays.size() == 1)) return array;
    Set<String> names = arrays.keySet();
    String there = names.isEmpty()
        ? "it has none"
        : "it has "
            + names.stream().limit(LISTED).map(ArrayChoice::shown).collect(Collectors.joining(", "))
            + (names.size() > LISTED ? ", …" : "")
            + (usual ? ": choose one with --dataset" : "");
    throw new InputException("%s: no %s '%s': %s".formatted(path, kind, shown(asked), there));
  }

  /** A name from a file, fit for a one-line message. */
  static String shown(String name) {
    String line = Printable.line(name);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
