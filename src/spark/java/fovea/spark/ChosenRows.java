package fovea.spark;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/** The rows of files that belong to a part of the examples, by their numbers in that part. */
record ChosenRows(SparkInput input, Choice choice) implements Serializable {
  /** Rows that are read at a time where not all of them count. */
  private static final int PIECE = 4096;

  /** Reads consecutive examples of the part, row-major. */
  float[] read(Configuration hadoop, int first, int count) throws IOException {
    if (choice.isAll()) return input.read(hadoop, first, count);
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

  /** The file and row of an example, for messages. */
  String place(int number) {
    return input.place(choice.example(number));
  }
}
