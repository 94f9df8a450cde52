package fovea.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The names of a table's columns, in their order. A model keeps those of the table that it was trained on, so that
 * later tables are brought into the same order.
 *
 * @param list all different and not blank; empty if nothing is known of names
 */
public record ColumnNames(List<String> list) {
  /** Columns are known by their order alone. */
  public static final ColumnNames NONE = new ColumnNames(List.of());

  /** @throws IllegalArgumentException if a name is blank, or there twice */
  public ColumnNames {
    list = List.copyOf(list);
    Optional<String> fault = fault(list);
    if (fault.isPresent()) throw new IllegalArgumentException("column names: " + fault.get());
  }

  /** Names that a file gives. Where they cannot serve, a note says why, and there are {@link #NONE}. */
  static ColumnNames of(String source, List<String> names, int columns) {
    Optional<String> fault = names.size() == columns
        ? fault(names)
        : Optional.of("there are %,d for %,d columns".formatted(names.size(), columns));
    if (fault.isEmpty()) return new ColumnNames(names);
    Notes.add("%s: its column names are not used: %s".formatted(source, fault.get()));
    return NONE;
  }

  private static Optional<String> fault(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (int k = 0; k < names.size(); k++) {
      if (names.get(k).isBlank()) return Optional.of("column %d has none".formatted(k + 1));
      if (!seen.add(names.get(k)))
        return Optional.of("two are called '%s'".formatted(ArrayChoice.shown(names.get(k))));
    }
    return Optional.empty();
  }

  /** Whether nothing is known of names. */
  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** One name for each of so many values; none if there is another number of names. */
  public List<String> of(int values) {
    return list.size() == values ? list : List.of();
  }

  /**
   * What to call each of so many values where people read it: by its name, or else its number, counted from 1.
   *
   * @param values in a row
   * @param column counted from 0
   */
  public String name(int values, int column) {
    return list.size() == values ? list.get(column) : Integer.toString(column + 1);
  }

  /** The same within a sentence: 'age', or column 3. */
  String called(int values, int column) {
    String name = name(values, column);
    return of(values).isEmpty() ? "column " + name : "'%s'".formatted(ArrayChoice.shown(name));
  }

  /**
   * The same examples with their columns in this order, and a note if theirs was another. A table of as many columns
   * that has no names is taken to have these. Patches stay as they are; so does everything where there are no names.
   *
   * @throws InputException if the table has other columns, naming the first that is missing and the first too many
   */
  public Examples arrange(Examples examples) {
    if (isEmpty() || !(examples.shape() instanceof ExampleShape.Row row)) return examples;
    List<String> theirs = examples.columns().list;
    if (theirs.isEmpty())
      return row.columns() == list.size() ? examples.withColumns(this) : examples;
    if (theirs.equals(list)) return examples;
    Map<String, Integer> places = new HashMap<>();
    for (int k = 0; k < theirs.size(); k++) places.put(theirs.get(k), k);
    requireSame(examples.source(), theirs, places);
    Notes.add("%s: its columns stand in another order than the model's, and are put into that"
        .formatted(examples.source()));
    return reordered(
        examples,
        list.stream().mapToInt(name -> Objects.requireNonNull(places.get(name))).toArray());
  }

  private void requireSame(String source, List<String> theirs, Map<String, Integer> places) {
    Set<String> known = new HashSet<>(list);
    Optional<String> missing =
        list.stream().filter(name -> !places.containsKey(name)).findFirst();
    Optional<String> foreign =
        theirs.stream().filter(name -> !known.contains(name)).findFirst();
    if (missing.isEmpty() && foreign.isEmpty()) return;
    String lacks = missing
        .map(name -> "no column '%s', which the model has".formatted(ArrayChoice.shown(name)))
        .orElse("");
    String brings = foreign
        .map(name -> "a column '%s', which the model has not".formatted(ArrayChoice.shown(name)))
        .orElse("");
    boolean mayBeIndex = missing.isEmpty() && foreign.equals(Optional.of(theirs.getFirst()));
    throw new InputException("%s: it has %s%s%s: give the columns of training, in any order%s"
        .formatted(
            source,
            lacks,
            missing.isPresent() && foreign.isPresent() ? ", and " : "",
            brings,
            mayBeIndex ? ", or --index-column yes if it names the rows" : ""));
  }

  private Examples reordered(Examples examples, int[] places) {
    int d = places.length;
    float[] values = Allocation.floats(examples.source(), examples.count(), d);
    for (int i = 0; i < examples.count(); i++)
      for (int k = 0; k < d; k++) values[i * d + k] = examples.values()[i * d + places[k]];
    return new Examples(examples.source(), examples.count(), examples.shape(), values, this);
  }

  /** Tells of a column called id that numbers the rows: a network would learn it like a measurement. */
  public static void noteRowNumbers(Examples examples) {
    List<String> names = examples.columns().list;
    for (int k = 0; k < names.size(); k++)
      if (names.get(k).equalsIgnoreCase("id") && areNumbers(examples, k))
        Notes.add("%s: its column '%s' numbers the rows, and is learnt like a measurement; %s"
            .formatted(
                examples.source(),
                names.get(k),
                k == 0 ? "--index-column yes passes over it" : "leave it out of the file"));
  }

  /** Whether the values of a column are whole numbers, no two of them alike. */
  private static boolean areNumbers(Examples examples, int column) {
    int n = examples.count();
    float[] values = Allocation.floats(examples.source(), n, 1);
    for (int i = 0; i < n; i++)
      values[i] = examples.values()[i * examples.shape().size() + column];
    Arrays.sort(values);
    for (int i = 0; i < n; i++)
      if (values[i] != Math.rint(values[i]) || (i > 0 && values[i] == values[i - 1])) return false;
    return true;
  }
}
