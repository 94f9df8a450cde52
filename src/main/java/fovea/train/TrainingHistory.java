package fovea.train;

import fovea.optimize.DivergedException;
import fovea.optimize.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * How a training run went.
 *
 * @param metrics one for each iteration, the initial point first
 * @param keptIteration the iteration whose parameters are kept
 * @param divergence what ended the run, if it diverged
 */
public record TrainingHistory(
    List<Metrics> metrics,
    Outcome outcome,
    int keptIteration,
    Optional<DivergedException> divergence) {
  /** Where training began. */
  public Metrics first() {
    return metrics.getFirst();
  }

  /** Where training ended. */
  public Metrics last() {
    return metrics.getLast();
  }

  /** The point whose parameters are kept. */
  public Metrics kept() {
    return metrics.get(keptIteration);
  }
}
