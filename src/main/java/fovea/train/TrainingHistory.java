package fovea.train;

import fovea.optimize.DivergedException;
import fovea.optimize.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * How a training run went.
 *
 * @param metrics of every point, the initial one first; at least one
 * @param outcome why the run ended
 * @param keptIteration the iteration whose parameters are kept: an index of {@code metrics}
 * @param divergence what ended the run, if it diverged
 */
public record TrainingHistory(
    List<Metrics> metrics,
    Outcome outcome,
    int keptIteration,
    Optional<DivergedException> divergence) {
  /** The point where training began. */
  public Metrics first() {
    return metrics.getFirst();
  }

  /** The point where training ended. */
  public Metrics last() {
    return metrics.getLast();
  }

  /** The point whose parameters are kept. */
  public Metrics kept() {
    return metrics.get(keptIteration);
  }
}
