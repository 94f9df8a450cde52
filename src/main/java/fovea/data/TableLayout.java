package fovea.data;

/**
 * What the lines and columns of a table are, besides values.
 *
 * @param header whether the first line of a text names the columns
 * @param indexColumn whether the first column of a text names the rows
 * @param transpose whether an example is a column, and not a row
 * @param missing whether values may be missing, which are read as NaN
 */
public record TableLayout(Names header, Names indexColumn, boolean transpose, boolean missing) {
  /** Whether there are names. */
  public enum Names {
    /** If they look like names. */
    AUTO,
    YES,
    NO
  }

  /** No value may be missing. */
  public TableLayout(Names header, Names indexColumn, boolean transpose) {
    this(header, indexColumn, transpose, false);
  }

  /** The same where values may be missing, or may not. */
  public TableLayout withMissing(boolean allowed) {
    return new TableLayout(header, indexColumn, transpose, allowed);
  }

  /** Names are recognised; an example is a row. */
  public static TableLayout usual() {
    return new TableLayout(Names.AUTO, Names.AUTO, false);
  }

  /**
   * The examples of a table whose columns they are.
   *
   * @throws InputException if it is no table
   */
  static Examples transposed(Examples table) {
    if (!(table.shape() instanceof ExampleShape.Row))
      throw new InputException("%s: --transpose is for tables, and these are %s: leave it out"
          .formatted(table.source(), table.shape()));
    int rows = table.count();
    int columns = table.shape().size();
    float[] values = Allocation.floats(table.source(), columns, rows);
    for (int r = 0; r < rows; r++)
      for (int c = 0; c < columns; c++) values[c * rows + r] = table.values()[r * columns + c];
    return new Examples(table.source(), columns, new ExampleShape.Row(rows), values);
  }
}
