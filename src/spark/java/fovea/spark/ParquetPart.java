package fovea.spark;

import fovea.data.InputException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * A column of arrays in a Parquet file. Row groups before the first row that is wanted are skipped unread, so that a
 * partition can be read again by itself.
 *
 * @param column its name
 */
record ParquetPart(String file, String column, int rows) implements Part {
  static ParquetPart open(Configuration hadoop, Path path, String column) throws IOException {
    try (ParquetFileReader reader = reader(hadoop, path)) {
      projection(path.toString(), reader, column);
      long rows = reader.getRecordCount();
      if (rows > Integer.MAX_VALUE)
        throw new InputException(
            "%s: has %d rows, more than 2^31 - 1: cut it into several files".formatted(path, rows));
      return new ParquetPart(path.toString(), column, (int) rows);
    }
  }

  private static ParquetFileReader reader(Configuration hadoop, Path path) throws IOException {
    try {
      return ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop));
    } catch (RuntimeException e) {
      // How Parquet says that a file does not end as one.
      throw new InputException(
          "%s: is not a Parquet file, or damaged (%s): write it again"
              .formatted(
                  path, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  /** The schema with this column alone. */
  private static MessageType projection(String file, ParquetFileReader reader, String column) {
    MessageType schema = reader.getFileMetaData().getSchema();
    if (!schema.containsField(column))
      throw new InputException("%s: has no column '%s' but %s: name one with --column"
          .formatted(
              file, column, schema.getFields().stream().map(f -> f.getName()).toList()));
    MessageType projection = new MessageType(schema.getName(), schema.getType(column));
    List<ColumnDescriptor> leaves = projection.getColumns();
    boolean numbers = leaves.size() == 1
        && leaves.get(0).getMaxRepetitionLevel() == 1
        && (leaves.get(0).getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.FLOAT
            || leaves.get(0).getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE);
    if (!numbers)
      throw new InputException(
          "%s: its column '%s' is no array of floats: write it as array<float>, a vector of Spark ML by vector_to_array"
              .formatted(file, column));
    return projection;
  }

  @Override
  public int columns(Configuration hadoop) throws IOException {
    if (rows == 0) throw new InputException("%s: has no rows: leave it out".formatted(file));
    FloatArrays first = new FloatArrays();
    each(hadoop, 0, 1, first, () -> {});
    if (first.length() == 0)
      throw new InputException(
          "%s: row 0 of column '%s' is empty: leave it out".formatted(file, column));
    return first.length();
  }

  @Override
  public void read(Configuration hadoop, int first, int count, int columns, float[] to, int at)
      throws IOException {
    FloatArrays row = new FloatArrays();
    int[] done = {0};
    each(hadoop, first, count, row, () -> {
      if (row.length() != columns)
        throw new InputException(
            "%s: row %d of column '%s' (counted from 0) has %d values that are not null, the first row has %d"
                .formatted(file, first + done[0], column, row.length(), columns));
      System.arraycopy(row.values(), 0, to, at + done[0] * columns, columns);
      done[0]++;
    });
  }

  private void each(Configuration hadoop, int first, int count, FloatArrays row, Runnable use)
      throws IOException {
    try (ParquetFileReader reader = reader(hadoop, new Path(file))) {
      MessageType schema = projection(file, reader, column);
      reader.setRequestedSchema(schema);
      MessageColumnIO columnIo =
          new ColumnIOFactory(reader.getFileMetaData().getCreatedBy()).getColumnIO(schema);
      long at = 0;
      for (BlockMetaData block : reader.getRowGroups()) {
        long end = at + block.getRowCount();
        if (at >= (long) first + count) return;
        if (end <= first) {
          reader.skipNextRowGroup();
        } else {
          PageReadStore pages = reader.readNextRowGroup();
          RecordReader<FloatArrays> records = columnIo.getRecordReader(pages, row.materializer());
          long last = Math.min(end, (long) first + count);
          for (long r = at; r < last; r++) {
            records.read();
            if (r >= first) use.run();
          }
        }
        at = end;
      }
    }
  }
}
