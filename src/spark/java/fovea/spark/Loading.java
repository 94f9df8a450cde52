package fovea.spark;

import fovea.model.Architecture;
import fovea.train.ShardGroups;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * How an executor gets a group of shards from files, which are there to be read again when an executor is lost. The
 * same group is the same bits every time.
 *
 * @param choice the rows that count
 */
record Loading(
    SparkInput input,
    Choice choice,
    Architecture architecture,
    ShardGroups layout,
    ValueCheck check)
    implements Serializable {
  /** Rows that are read at a time where not all of them count. */
  private static final int PIECE = 4096;

  Loaded load(Configuration hadoop, int group) throws IOException {
    return Loaded.of(architecture, layout, group, (first, count) -> {
      float[] examples =
          choice.isAll() ? input.read(hadoop, first, count) : chosen(hadoop, first, count);
      check.require(examples, input.columns(), i -> input.place(choice.example(first + i)));
      return examples;
    });
  }

  private float[] chosen(Configuration hadoop, int first, int count) throws IOException {
    int d = input.columns();
    float[] examples = new float[Math.multiplyExact(count, d)];
    int end = choice.example(first + count - 1) + 1;
    int to = 0;
    for (int at = choice.example(first); at < end; at += PIECE) {
      int rows = Math.min(PIECE, end - at);
      float[] piece = input.read(hadoop, at, rows);
      for (int i = 0; i < rows; i++)
        if (choice.has(at + i)) System.arraycopy(piece, i * d, examples, to++ * d, d);
    }
    return examples;
  }
}
