package fovea.train;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up summands 0, 1, 2, … in the fixed pairwise tree of docs/design.md §3 (2i and 2i+1 are joined, level by
 * level; an odd last one goes up as it is), in whatever order and on whatever machine they turn up: what waits is the
 * finished subtrees whose neighbours are not there yet. Two of these that hold different summands can be joined, so
 * the total has the same bits whoever added what.
 *
 * @param <T> what is added up
 */
public final class PairwiseSums<T extends PairwiseSums.Summand<T>> implements Serializable {
  private static final long serialVersionUID = 1;

  /** What can be added up. */
  public interface Summand<T> extends Serializable {
    /** this + other, in an order of its own that both have; may use up this, but not the other. */
    T plus(T other);
  }

  /** The subtree of summands index·2^level up to (index + 1)·2^level. */
  private record Subtree(int level, int index) implements Serializable {
    Subtree neighbour() {
      return new Subtree(level, index ^ 1);
    }

    Subtree parent() {
      return new Subtree(level + 1, index >> 1);
    }
  }

  private final Map<Subtree, T> waiting = new HashMap<>();

  /** Adds summand {@code index}, which is used up. */
  public PairwiseSums<T> add(int index, T summand) {
    add(new Subtree(0, index), summand);
    return this;
  }

  /** Adds all that another has, which is used up. */
  public PairwiseSums<T> addAll(PairwiseSums<T> other) {
    other.waiting.forEach(this::add);
    return this;
  }

  private void add(Subtree subtree, T sum) {
    T joined = sum;
    Subtree at = subtree;
    for (T neighbour = waiting.remove(at.neighbour());
        neighbour != null;
        neighbour = waiting.remove(at.neighbour())) {
      joined = (at.index & 1) == 0 ? joined.plus(neighbour) : neighbour.plus(joined);
      at = at.parent();
    }
    if (waiting.put(at, joined) != null)
      throw new IllegalArgumentException("summands %s are there already".formatted(at));
  }

  /** How many subtrees wait for their neighbours. */
  public int size() {
    return waiting.size();
  }

  /**
   * The sum of all {@code count} summands, which are used up.
   *
   * @throws IllegalStateException if not exactly these are there
   */
  public T total(int count) {
    // What waits at last is one subtree for each binary digit of the count. They are joined from
    // the
    // right, as odd ones go up the tree unchanged.
    @Nullable T total = null;
    for (int level = 0; count >> level > 0; level++) {
      if ((count >> level & 1) == 0) continue;
      T part = waiting.get(new Subtree(level, (count >> level) - 1));
      if (part == null) throw new IllegalStateException(notAll(count));
      total = total == null ? part : part.plus(total);
    }
    if (total == null || waiting.size() != Integer.bitCount(count))
      throw new IllegalStateException(notAll(count));
    return total;
  }

  private String notAll(int count) {
    return "need summands 0 to %d, have %s".formatted(count - 1, waiting.keySet());
  }
}
