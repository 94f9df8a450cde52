package fovea.train;

import java.util.List;
import java.util.Optional;

/**
 * Where a minimisation begins: at an initial point, or behind the last step of an earlier one.
 *
 * @param last the last step; empty at an initial point
 * @param costBefore the cost of the step before it; NaN if there is none
 * @param seconds that the earlier steps took
 * @param memory what the optimiser had at the last step
 */
public record Start(Optional<Step> last, double costBefore, double seconds, Memory memory) {
  /** An initial point. */
  public static final Start INITIAL = new Start(Optional.empty(), Double.NaN, 0, Memory.NONE);

  /** Behind these rows, at least one. */
  static Start behind(List<Metrics> rows, Memory memory) {
    Metrics last = rows.getLast();
    double before =
        rows.size() < 2 ? Double.NaN : rows.get(rows.size() - 2).step().cost().total();
    return new Start(Optional.of(last.step()), before, last.seconds(), memory);
  }

  int iteration() {
    return last.map(Step::iteration).orElse(0);
  }

  /** Evaluations up to the last step, with that of the initial point. */
  int evaluations() {
    return last.map(Step::evaluations).orElse(1);
  }

  /** Whether the listener has seen the step at this iteration. */
  boolean isPast(int iteration) {
    return last.isPresent() && iteration <= iteration();
  }
}
