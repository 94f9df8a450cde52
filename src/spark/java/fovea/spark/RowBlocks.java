package fovea.spark;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * Takes the values out of rows. Where rows are sorted by a column, no two of them may have the same value there: their
 * order would be left to chance.
 *
 * @param order the name of the column that they are sorted by, which comes after the features; empty if there is none
 */
record RowBlocks(FeatureColumn features, String order)
    implements FlatMapFunction<Iterator<Row>, RowBlock> {
  /** Values in a block, more or less. */
  private static final int VALUES = 1 << 16;

  @Override
  public Iterator<RowBlock> call(Iterator<Row> rows) {
    return new Iterator<>() {
      private Optional<Row> ahead = Optional.empty();
      private Optional<Object> before = Optional.empty();
      private int columns;
      private boolean ended;

      @Override
      public boolean hasNext() {
        return !ended && (ahead.isPresent() || rows.hasNext());
      }

      @Override
      public RowBlock next() {
        if (columns == 0) {
          Row first = rows.next();
          ahead = Optional.of(first);
          columns = Math.max(0, features.size(first));
          if (columns == 0) return end(0, new float[0], unusable("has no values"));
        }
        float[] values = new float[Math.max(1, VALUES / columns) * columns];
        int count = 0;
        while (hasNext() && (count + 1) * columns <= values.length) {
          Row row = ahead.orElseGet(rows::next);
          ahead = Optional.empty();
          Optional<String> problem = features
              .copy(row, columns, values, count * columns)
              .map(RowBlocks.this::unusable)
              .or(() -> outOfOrder(row));
          if (problem.isPresent()) return end(count, values, problem.get());
          count++;
        }
        return new RowBlock(count, columns, Arrays.copyOf(values, count * columns), "");
      }

      private RowBlock end(int count, float[] values, String problem) {
        ended = true;
        return new RowBlock(count, columns, Arrays.copyOf(values, count * columns), problem);
      }

      private Optional<String> outOfOrder(Row row) {
        if (order.isEmpty()) return Optional.empty();
        if (row.isNullAt(1))
          return Optional.of("has null in '%s', the column of the order".formatted(order));
        // Zeros of either sign are one number to Spark.
        Object at = row.get(1);
        Object value = at instanceof Double d ? d + 0.0 : at instanceof Float f ? f + 0.0f : at;
        boolean same = before.filter(value::equals).isPresent();
        before = Optional.of(value);
        return same
            ? Optional.of(
                "has the same value in '%s' as the row before it, %s: the order needs distinct ones"
                    .formatted(order, value))
            : Optional.empty();
      }
    };
  }

  private String unusable(String problem) {
    return problem + ": every row needs as many values as the first, none of them null";
  }
}
