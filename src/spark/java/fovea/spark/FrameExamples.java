package fovea.spark;

import fovea.data.InputException;
import fovea.model.Architecture;
import fovea.train.ShardGroups;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The examples in a column of a DataFrame, in the order of its partitions, or of another column. The DataFrame is
 * computed once; its rows are then sent to the partitions that their shards are in.
 *
 * @param source the column, for messages
 * @param blocks the rows, kept until this is closed
 * @param starts the number of each partition's first row; at the end, that of all rows
 */
record FrameExamples(String source, JavaRDD<RowBlock> blocks, List<Integer> starts, int columns)
    implements SparkExamples, AutoCloseable {
  /**
   * Computes the rows.
   *
   * @param order the column to sort by
   * @throws InputException if they cannot be used
   */
  static FrameExamples of(Dataset<?> data, String features, Optional<String> order) {
    Column column = column(data, features);
    Dataset<Row> rows = order
        .map(name -> column(data, name))
        .map(by -> data.select(column, by).orderBy(by))
        .orElseGet(() -> data.select(column));
    FeatureColumn first = FeatureColumn.of(rows.schema(), features);
    JavaRDD<RowBlock> blocks = rows.javaRDD()
        .mapPartitions(new RowBlocks(first, order.orElse("")))
        .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return of("column '%s'".formatted(features), blocks);
    } catch (RuntimeException e) {
      blocks.unpersist(false);
      throw e;
    }
  }

  /** A name with dots is no path here. */
  static Column column(Dataset<?> data, String name) {
    return data.col("`" + name.replace("`", "``") + "`");
  }

  private static FrameExamples of(String source, JavaRDD<RowBlock> blocks) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    int columns = 0;
    long rows = 0;
    for (RowBlock.Summary part : RowBlock.summaries(blocks)) {
      if (columns == 0) columns = part.columns();
      if (part.columns() != 0 && part.columns() != columns)
        throw new InputException("%s: row %d has %d values, row 0 has %d: every row needs as many"
            .formatted(source, rows, part.columns(), columns));
      rows += part.rows();
      if (!part.problem().isEmpty())
        throw new InputException("%s: row %d %s".formatted(source, rows, part.problem()));
      if (rows > MOST_ROWS)
        throw new InputException("%s: more than %,d rows, which is the most of a batch: use fewer"
            .formatted(source, MOST_ROWS));
      starts.add((int) rows);
    }
    if (rows == 0)
      throw new InputException("%s: the DataFrame has no rows to train on".formatted(source));
    return new FrameExamples(source, blocks, starts, columns);
  }

  @Override
  public int rows() {
    return starts.getLast();
  }

  @Override
  public Columns measure(JavaSparkContext spark, Choice choice) {
    return new Measuring(source, new ArrayList<>(starts), columns, choice)
        .of(blocks)
        .treeReduce(Columns::merge);
  }

  @Override
  public Groups groups(
      JavaSparkContext spark,
      Choice choice,
      Architecture architecture,
      ShardGroups layout,
      Sight sight) {
    Assembly assembly =
        new Assembly(source, new ArrayList<>(starts), columns, choice, architecture, layout, sight);
    return new Groups(assembly.groups(blocks), () -> {});
  }

  /** Lets the executors forget the rows as they were in the DataFrame. */
  @Override
  public void close() {
    blocks.unpersist(false);
  }

  /** What executors need to know to measure the columns. */
  private record Measuring(String source, ArrayList<Integer> starts, int columns, Choice choice)
      implements java.io.Serializable {
    JavaRDD<Columns> of(JavaRDD<RowBlock> blocks) {
      return blocks.mapPartitionsWithIndex(this::measured, true);
    }

    private Iterator<Columns> measured(int partition, Iterator<RowBlock> blocks) {
      Columns all = Columns.none(columns);
      int row = starts.get(partition);
      while (blocks.hasNext()) {
        RowBlock block = blocks.next();
        int first = choice.below(row);
        all = all.with(
            block.chosen(choice, row),
            columns,
            row,
            i -> "%s: row %d".formatted(source, choice.example(first + i)));
        row += block.rows();
      }
      return List.of(all).iterator();
    }
  }

  /** What executors need to know to put groups together. */
  private record Assembly(
      String source,
      ArrayList<Integer> starts,
      int columns,
      Choice choice,
      Architecture architecture,
      ShardGroups layout,
      Sight sight)
      implements java.io.Serializable {
    JavaRDD<Loaded> groups(JavaRDD<RowBlock> blocks) {
      JavaPairRDD<Integer, Piece> pieces = blocks
          .mapPartitionsWithIndex(this::pieces, false)
          .mapToPair(piece -> new Tuple2<>(piece.group(), piece));
      return pieces
          .partitionBy(new InTreeOrder(layout.count()))
          .mapPartitionsWithIndex(this::assembled, true);
    }

    /** The chosen rows of a partition, cut where groups end. */
    private Iterator<Piece> pieces(int partition, Iterator<RowBlock> blocks) {
      int start = starts.get(partition);
      return new Cutting(blocks, columns, choice, layout, start, choice.below(start));
    }

    private Iterator<Loaded> assembled(int partition, Iterator<Tuple2<Integer, Piece>> pieces)
        throws java.io.IOException {
      int group = TreeOrder.group(partition, layout.count());
      return List.of(Loaded.of(architecture, layout, group, (first, count) -> {
            float[] examples = new float[Math.multiplyExact(count, columns)];
            int found = 0;
            while (pieces.hasNext()) {
              Piece piece = pieces.next()._2();
              System.arraycopy(
                  piece.values(), 0, examples, piece.at() * columns, piece.values().length);
              found += piece.values().length;
            }
            if (found != examples.length)
              throw new IllegalStateException(
                  "%s: the DataFrame has other rows than it had: keep it with persist()"
                      .formatted(source));
            return sight.of(
                source,
                examples,
                columns,
                i -> "%s: row %d".formatted(source, choice.example(first + i)));
          }))
          .iterator();
    }
  }

  /** Which partition a group goes to. */
  private static final class InTreeOrder extends Partitioner {
    private static final long serialVersionUID = 1;
    private final int[] partitions;

    InTreeOrder(int count) {
      partitions = new int[count];
      IntStream.range(0, count).forEach(p -> partitions[TreeOrder.group(p, count)] = p);
    }

    @Override
    public int numPartitions() {
      return partitions.length;
    }

    @Override
    public int getPartition(Object group) {
      return partitions[(Integer) group];
    }
  }
}
