package fovea.train;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up summands 0, 1, 2, … in the fixed pairwise tree (docs/numerics.md): 2i and 2i+1 are joined, level by level;
 * an odd last one goes up as it is. The summands may come in any order and on any machine. What waits is the finished
 * subtrees whose neighbours are not there yet. Two objects that hold different summands can be joined, so the total
 * has the same bits whoever added what.
 *
 * <p>{@link SumTree} is the same tree for a step in one process, where shards come in order and nothing may be
 * allocated; this one needs a map and objects that can be sent.
 *
 * <p>Not safe for use by several threads.
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

  /**
   * Adds summand {@code index}, which is used up.
   *
   * @throws IllegalArgumentException if it is there already
   */
  public PairwiseSums<T> add(int index, T summand) {
    add(new Subtree(0, index), summand);
    return this;
  }

  /**
   * Adds all that another has, which is used up.
   *
   * @throws IllegalArgumentException if both have the same summand
   */
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
    // What waits at last is one subtree for each 1 among the binary digits of the count. They are
    // joined from the right, as odd ones go up the tree unchanged.
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
