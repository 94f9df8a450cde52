package fovea.report;

import java.util.List;

/**
 * One value for every pair of two settings.
 *
 * @param title of the figure
 * @param quantity what the values are, with their unit
 * @param decimals digits after the point of a value
 * @param rowSetting name of the setting that changes from row to row
 * @param rows its values as they are to be read, from the top, at least one
 * @param columnSetting name of the setting that changes from column to column
 * @param columns its values as they are to be read, from the left, at least one
 * @param values rows×columns, row-major; a value that is not finite stands for a cell without a run
 */
public record HeatMap(
    String title,
    String quantity,
    int decimals,
    String rowSetting,
    List<String> rows,
    String columnSetting,
    List<String> columns,
    double[] values) {
  public HeatMap {
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    if (values.length == 0 || values.length != rows.size() * columns.size())
      throw new IllegalArgumentException("%d values for a heat map of %d rows and %d columns"
          .formatted(values.length, rows.size(), columns.size()));
  }

  double value(int row, int column) {
    return values[row * columns.size() + column];
  }
}
