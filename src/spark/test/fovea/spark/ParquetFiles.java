package fovea.spark;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes Parquet files with the nesting that Spark gives an array, in small row groups. */
final class ParquetFiles {
  static final MessageType SCHEMA = MessageTypeParser.parseMessageType(
      "message m { required int64 id; optional group features (LIST) { "
          + "repeated group list { optional float element; } } }");

  private ParquetFiles() {}

  /** Rows {@code from} to {@code to} of x (N×D); NaN is written as null. */
  static void write(Path file, float[] x, int from, int to, int d) throws IOException {
    SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
    try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(HadoopOutputFile.fromPath(
            new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))
        .withType(SCHEMA)
        .withRowGroupSize(100_000L)
        .build()) {
      for (int i = from; i < to; i++) {
        Group row = groups.newGroup().append("id", (long) i);
        Group list = row.addGroup("features");
        for (int k = 0; k < d; k++) {
          Group element = list.addGroup("list");
          if (!Float.isNaN(x[i * d + k])) element.append("element", x[i * d + k]);
        }
        writer.write(row);
      }
    }
  }
}
