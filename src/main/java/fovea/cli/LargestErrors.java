package fovea.cli;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The largest of the errors that come by, and the mean of all. Of equal ones those that came first are kept. */
final class LargestErrors {
  /** @param example its number, from 0 */
  record Entry(long example, float mse) {}

  private static final Comparator<Entry> WORST_FIRST =
      Comparator.comparingDouble(Entry::mse).reversed().thenComparingLong(Entry::example);

  private final int wanted;
  private final PriorityQueue<Entry> kept = new PriorityQueue<>(WORST_FIRST.reversed());
  private long count;
  private double sum;

  LargestErrors(int wanted) {
    this.wanted = wanted;
  }

  void add(float mse) {
    Entry mildest = kept.peek();
    if (kept.size() < wanted || (mildest != null && mse > mildest.mse)) {
      kept.add(new Entry(count, mse));
      if (kept.size() > wanted) kept.remove();
    }
    sum += mse;
    count++;
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
