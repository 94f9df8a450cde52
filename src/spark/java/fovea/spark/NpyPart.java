package fovea.spark;

import fovea.data.InputException;
import fovea.data.NpyTable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A table in a {@code .npy} file. */
record NpyPart(String file, NpyTable table) implements Part {
  /** Bytes that are read at a time. */
  private static final int PIECE = 1 << 20;

  static NpyPart open(Configuration hadoop, Path path) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    try (FSDataInputStream in = files.open(path)) {
      return new NpyPart(
          path.toString(),
          NpyTable.read(path.toString(), in, files.getFileStatus(path).getLen()));
    }
  }

  @Override
  public int rows() {
    return table.rows();
  }

  @Override
  public int columns(Configuration hadoop) {
    return table.columns();
  }

  @Override
  public void read(Configuration hadoop, int first, int count, int columns, float[] to, int at)
      throws IOException {
    if (columns != table.columns())
      throw new InputException("%s: its rows have %d values, those of the first file have %d"
          .formatted(file, table.columns(), columns));
    Path path = new Path(file);
    int most = Math.max(1, PIECE / table.rowBytes());
    byte[] bytes = new byte[Math.multiplyExact(Math.min(most, count), table.rowBytes())];
    try (FSDataInputStream in = path.getFileSystem(hadoop).open(path)) {
      in.seek(table.position(first));
      for (int done = 0; done < count; ) {
        int rows = Math.min(most, count - done);
        in.readFully(bytes, 0, rows * table.rowBytes());
        table.convert(bytes, rows, to, at + done * columns);
        done += rows;
      }
    }
  }
}
