package fovea.cli;

import fovea.io.AnomalySteps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The largest of the scores that come by, and the mean of all errors. Of equal ones those that came first are kept. */
final class LargestErrors {
  /**
   * An example.
   *
   * @param example its number, from 0
   * @param parts of its score, the largest first
   */
  record Entry(long example, float score, List<Part> parts) {}

  /**
   * What a column adds to a score.
   *
   * @param column its number, from 0
   * @param share of the score, from 0 to 1
   */
  record Part(int column, float share) {}

  private static final Comparator<Entry> WORST_FIRST =
      Comparator.comparingDouble(Entry::score).reversed().thenComparingLong(Entry::example);

  private final int wanted;
  private final PriorityQueue<Entry> kept = new PriorityQueue<>(WORST_FIRST.reversed());
  private long count;
  private double sum;

  LargestErrors(int wanted) {
    this.wanted = wanted;
  }

  /**
   * Takes the next example.
   *
   * @param row {@code summary} floats as {@link AnomalySteps} gives them, from {@code at} on
   */
  void add(float[] row, int at, int summary) {
    float score = row[at + 1];
    Entry mildest = kept.peek();
    if (kept.size() < wanted || (mildest != null && Float.compare(score, mildest.score) > 0)) {
      kept.add(new Entry(count, score, parts(row, at, summary)));
      if (kept.size() > wanted) kept.remove();
    }
    sum += row[at];
    count++;
  }

  private static List<Part> parts(float[] row, int at, int summary) {
    List<Part> parts = new ArrayList<>();
    for (int i = AnomalySteps.FIRST_COLUMN; i < summary; i += 2)
      if (row[at + i + 1] > 0) parts.add(new Part((int) row[at + i], row[at + i + 1]));
    return List.copyOf(parts);
  }

  long count() {
    return count;
  }

  double mean() {
    return sum / count;
  }

  /** The largest first. */
  List<Entry> sorted() {
    return kept.stream().sorted(WORST_FIRST).toList();
  }
}
