package fovea.data;

/**
 * Examples as they were read, before any preprocessing. The array is not copied, neither here nor by {@link #values}:
 * a change to it changes the examples.
 *
 * @param source what they were read from, for messages
 * @param count number of examples, N, at least 1
 * @param shape what one example is
 * @param values N × {@code shape.size()} floats, one example after the other
 * @param columns the names of a table's columns, one for each value of a row, or {@link ColumnNames#NONE}
 */
@SuppressWarnings("ArrayRecordComponent") // the data themselves: never copied, never compared
public record Examples(
    String source, int count, ExampleShape shape, float[] values, ColumnNames columns) {
  /**
   * Holds the array against what it is said to be.
   *
   * @throws InputException if there is no example, or the array has another length than N × {@code shape.size()}
   */
  public Examples {
    if (count < 1)
      throw new InputException(
          "%s: the number of examples is %d: give 1 or more".formatted(source, count));
    if (values.length != (long) count * shape.size())
      throw new InputException("%s: %d examples of %s need %d floats, the array has %d"
          .formatted(source, count, shape, (long) count * shape.size(), values.length));
    boolean fit = shape instanceof ExampleShape.Row && columns.list().size() == shape.size();
    if (!columns.isEmpty() && !fit)
      throw new InputException("%s: examples of %s do not have %d column names"
          .formatted(source, shape, columns.list().size()));
  }

  /** Examples whose columns have no names. */
  public Examples(String source, int count, ExampleShape shape, float[] values) {
    this(source, count, shape, values, ColumnNames.NONE);
  }

  /**
   * The same array with names.
   *
   * @throws InputException if the examples are patches, or rows of another width
   */
  public Examples withColumns(ColumnNames names) {
    return new Examples(source, count, shape, values, names);
  }
}
