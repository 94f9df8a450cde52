package fovea.io;

import fovea.data.ExampleSource;
import fovea.kernels.Lanes;
import fovea.kernels.Team;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Takes examples through something, block by block, in memory that does not depend on their number. All threads read
 * and compute; while they are at one chunk of blocks the calling thread first hands over the rows of the chunk before.
 */
public final class RowStream {
  /** Floats in the widest row of a block: 1 MiB, which stays in the second-level cache from reading to computing. */
  private static final int BLOCK_FLOATS = 1 << 18;

  private static final int MAX_BLOCK_ROWS = 480;

  /** Floats that a chunk's results should not exceed, if that leaves a block for each thread. */
  private static final int CHUNK_FLOATS = 1 << 21;

  /** What is done to a block of examples, by one thread. */
  @FunctionalInterface
  public interface Step {
    /**
     * Computes the rows of a block.
     *
     * @param rows {@code n} examples as they were read, which may be overwritten
     * @param out gets n rows, from {@code at} on
     */
    void apply(float[] rows, int n, float[] out, int at);
  }

  private final ExampleSource source;
  private final int outputs;
  private final Team team;
  private final RowFile.Sink sink;
  private final int blockRows;
  private final int chunkBlocks;

  private final ExampleSource.Reader[] readers;
  private final Step[] steps;
  private final float[][] raw;
  private final AtomicInteger next = new AtomicInteger();

  /** The results of the chunk in hand, and of the one before. */
  private float[] results;

  private float[] finished;
  private int finishedRows;
  private long first;
  private int rows;

  private RowStream(
      ExampleSource source, int outputs, IntFunction<Step> steps, Team team, RowFile.Sink sink) {
    this.source = source;
    this.outputs = outputs;
    this.team = team;
    this.sink = sink;
    int widest = Math.max(outputs, source.shape().size());
    blockRows = Lanes.roundUp(
        Math.max(1, Math.min(MAX_BLOCK_ROWS, BLOCK_FLOATS / widest)), Lanes.ROW_MULTIPLE);
    int fitting = CHUNK_FLOATS / Math.multiplyExact(blockRows, outputs);
    chunkBlocks = Math.max(team.size(), Math.min(8 * team.size(), fitting));
    readers = new ExampleSource.Reader[team.size()];
    this.steps = new Step[team.size()];
    raw = new float[team.size()][Math.multiplyExact(blockRows, source.shape().size())];
    for (int t = 0; t < team.size(); t++) {
      readers[t] = source.reader();
      this.steps[t] = steps.apply(blockRows);
    }
    results = new float[Math.multiplyExact(chunkBlocks * blockRows, outputs)];
    finished = new float[results.length];
  }

  /**
   * Takes all examples through, in order.
   *
   * @param outputs floats in a row that a step gives
   * @param steps makes the step of one thread, for blocks of at most so many rows
   * @param team the threads to use; stays the caller's to close
   * @param sink gets the rows, on the calling thread
   */
  public static void run(
      ExampleSource source, int outputs, IntFunction<Step> steps, Team team, RowFile.Sink sink)
      throws IOException {
    try {
      new RowStream(source, outputs, steps, team, sink).run();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void run() throws IOException {
    long chunk = (long) chunkBlocks * blockRows;
    for (first = 0; first < source.count(); first += rows) {
      rows = (int) Math.min(chunk, source.count() - first);
      next.setPlain(0);
      team.run(this::phase);
      float[] free = finished;
      finished = results;
      finishedRows = rows;
      results = free;
    }
    sink.write(finished, finishedRows);
  }

  private void phase(int thread) {
    if (thread == 0 && finishedRows > 0) {
      try {
        sink.write(finished, finishedRows);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    for (int from = next.getAndAdd(blockRows); from < rows; from = next.getAndAdd(blockRows)) {
      int n = Math.min(blockRows, rows - from);
      readers[thread].read(first + from, n, raw[thread]);
      steps[thread].apply(raw[thread], n, results, from * outputs);
    }
  }
}
