package fovea.spark;

import fovea.data.InputException;
import fovea.model.Architecture;
import fovea.train.ShardGroups;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The examples, in files. Their order is that of the files' names below the folder, compared character by character,
 * and inside a file that of its rows: it depends on nothing but the files, so that the same example has the same number
 * in every run, on every cluster.
 *
 * @param source the file or folder, for messages
 * @param parts the files, in order
 * @param columns values in an example
 */
record SparkInput(String source, List<Part> parts, int columns)
    implements SparkExamples, Serializable {
  SparkInput {
    // An ArrayList can be sent, whatever the list is.
    parts = new ArrayList<>(parts);
  }

  /**
   * Looks at a file or a folder, on any file system that Hadoop knows. What is not a file {@code .parquet} or
   * {@code .npy} is left out, and so are names that begin with a dot or an underscore, as Spark does it.
   *
   * @param column the column of Parquet files
   * @throws InputException if there is nothing to train on
   */
  static SparkInput open(Configuration hadoop, String source, String column) throws IOException {
    List<Part> parts = new ArrayList<>();
    long rows = 0;
    for (Path file : files(hadoop, source)) {
      Part part = file.getName().endsWith(".npy")
          ? NpyPart.open(hadoop, file)
          : ParquetPart.open(hadoop, file, column);
      if (part.rows() > 0) parts.add(part);
      rows += part.rows();
    }
    if (parts.isEmpty())
      throw new InputException(
          "%s: no rows in files .parquet or .npy: name a file or a folder of them"
              .formatted(source));
    if (rows > MOST_ROWS)
      throw new InputException("%s: %,d rows, and a batch may have %,d at most: use fewer"
          .formatted(source, rows, MOST_ROWS));
    return new SparkInput(source, parts, parts.get(0).columns(hadoop));
  }

  private static List<Path> files(Configuration hadoop, String source) throws IOException {
    Path root;
    try {
      root = new Path(source);
    } catch (IllegalArgumentException e) {
      throw new InputException("--input '%s': is no path".formatted(source), e);
    }
    List<Path> files = new ArrayList<>();
    try {
      FileSystem system = root.getFileSystem(hadoop);
      String folder = system.getFileStatus(root).getPath().toString();
      for (RemoteIterator<LocatedFileStatus> each = system.listFiles(root, true);
          each.hasNext(); ) {
        Path file = each.next().getPath();
        String below = file.toString().substring(folder.length());
        boolean known = below.isEmpty() || below.endsWith(".parquet") || below.endsWith(".npy");
        if (known && !below.contains("/_") && !below.contains("/.")) files.add(file);
      }
    } catch (FileNotFoundException e) {
      throw new InputException("%s: no such file or folder".formatted(source), e);
    }
    files.sort(Comparator.comparing(Path::toString));
    return files;
  }

  @Override
  public int rows() {
    return parts.stream().mapToInt(Part::rows).sum();
  }

  /** Reads consecutive examples, row-major. */
  float[] read(Configuration hadoop, int first, int count) throws IOException {
    float[] examples = new float[Math.multiplyExact(count, columns)];
    int start = 0;
    for (Part part : parts) {
      int from = Math.max(first, start);
      int to = (int) Math.min((long) first + count, (long) start + part.rows());
      if (from < to)
        part.read(hadoop, from - start, to - from, columns, examples, (from - first) * columns);
      start += part.rows();
    }
    return examples;
  }

  @Override
  public Columns measure(JavaSparkContext spark, Choice choice) {
    return ColumnFit.of(spark, new ChosenRows(this, choice));
  }

  @Override
  public Groups groups(
      JavaSparkContext spark,
      Choice choice,
      Architecture architecture,
      ShardGroups layout,
      Sight sight) {
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    Broadcast<Loading> loading =
        spark.broadcast(new Loading(new ChosenRows(this, choice), architecture, layout, sight));
    List<Integer> order = IntStream.range(0, layout.count())
        .map(partition -> TreeOrder.group(partition, layout.count()))
        .boxed()
        .toList();
    return new Groups(load(spark.parallelize(order, layout.count()), loading, hadoop), () -> {
      loading.destroy();
      hadoop.destroy();
    });
  }

  /** Static, so that nothing else goes to the executors. */
  private static JavaRDD<Loaded> load(
      JavaRDD<Integer> groups,
      Broadcast<Loading> loading,
      Broadcast<SerializableConfiguration> hadoop) {
    return groups.map(group -> loading.value().load(hadoop.value().value(), group));
  }

  /** The file and row of an example, for messages. */
  String place(int example) {
    int start = 0;
    for (Part part : parts) {
      if (example < start + part.rows())
        return "%s: row %d".formatted(part.file(), example - start);
      start += part.rows();
    }
    throw new IndexOutOfBoundsException(example);
  }
}
