package fovea.train;

import fovea.optimize.Limits;
import fovea.optimize.Optimizer;
import java.util.ArrayList;
import java.util.List;

/**
 * How training on many examples begins on a sample of whole shards spread over them, goes on with eight times as many,
 * and ends on all (Byrd, Chin, Nocedal and Wu, Mathematical Programming 134, 2012). What it ends with is the exact full
 * batch; only the way there is shorter. All of it follows from numbers of examples and costs, so a run that is broken
 * off goes on in the same way.
 *
 * @param strides of the samples ({@link ShardSample}), one for each stage; 1, all examples, is the last
 * @param iterations after which a stage ends at the latest, counted from the first of all, for all but the last stage
 */
record Growth(List<Integer> strides, List<Integer> iterations, List<Integer> examples) {
  private static final int FACTOR = 8;

  /** Fewer examples than this are all used from the beginning. */
  static final int MANY = 50_000;

  /** Examples that the smallest sample has, at least. */
  private static final int FEWEST = 5_000;

  /** The part of the iterations that samples may take, all of them together. */
  private static final double PART = 0.25;

  /** A sample with fewer iterations than this is not worth it. */
  private static final int WORTH = 10;

  /** A sample is used up when its cost has fallen by less than this part of it in so many iterations. */
  private static final double DECREASE = 0.02;

  private static final int WINDOW = 5;

  /** How training on this batch grows; at once on all where the optimiser does not want it or examples are few. */
  static Growth of(Batch all, Optimizer optimizer, Limits limits) {
    List<Integer> strides = new ArrayList<>(List.of(1));
    if (optimizer.isProgressive() && all.examples() > MANY)
      while (all.examples() / (FACTOR * strides.getFirst()) >= FEWEST)
        strides.addFirst(FACTOR * strides.getFirst());
    int most = (int) (PART * limits.iterations() / WORTH) + 1;
    while (strides.size() > most) strides.removeFirst();
    int samples = strides.size() - 1;
    List<Integer> iterations = new ArrayList<>();
    for (int stage = 0; stage < samples; stage++)
      iterations.add((int) (PART * limits.iterations() * (stage + 1) / samples));
    Shards shards = Shards.of(all.examples());
    return new Growth(
        strides,
        iterations,
        strides.stream()
            .map(stride -> new ShardSample(shards, stride).examples())
            .toList());
  }

  boolean isLast(int stage) {
    return stage == strides.size() - 1;
  }

  /** The examples of a stage. */
  Batch batch(Batch all, int stage) {
    return isLast(stage) ? all : all.sample(strides.get(stage));
  }

  /** The stage that has so many examples; the last if none has. */
  int stage(int examples) {
    int stage = this.examples.indexOf(examples);
    return stage < 0 ? strides.size() - 1 : stage;
  }

  /**
   * Whether a sample has given what it can.
   *
   * @param rows of this stage
   */
  boolean isUsedUp(int stage, List<Metrics> rows) {
    if (isLast(stage) || rows.isEmpty()) return false;
    if (rows.getLast().step().iteration() >= iterations.get(stage)) return true;
    if (rows.size() <= WINDOW) return false;
    double before = rows.get(rows.size() - 1 - WINDOW).step().cost();
    return before - rows.getLast().step().cost() <= DECREASE * Math.abs(before);
  }
}
